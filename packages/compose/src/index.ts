export { type CheckedDomain, checkDomain } from './check-domain.js';
export { composePorts, destinationRefusal, type PortsOptions } from './compose-ports.js';
export { type DoorProcessConfig, doorConfigFrom, doorVariables, openKeyRing } from './environment.js';
export { noSpool, openFileSpool, type ProcessSpool } from './file-spool.js';
export { type DoorConfig, type OpenDoor, openDoor } from './open-door.js';
export { joinRegions } from './regions.js';
export { createSystemClock } from './system-clock.js';
