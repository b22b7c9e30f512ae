import { fault } from '../rows/queue-wiped.js';
import { shortForm } from '../short-form.js';

shortForm(fault, 'postgres', 'redis');
