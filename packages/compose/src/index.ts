export { composePorts, type PortsOptions } from './compose-ports.js';
export { type DoorProcessConfig, doorConfigFrom, doorVariables } from './environment.js';
export { type DoorConfig, type OpenDoor, openDoor } from './open-door.js';
export { createSystemClock } from './system-clock.js';
