import { fault } from '../rows/disconnect.js';
import { shortForm } from '../short-form.js';

shortForm(fault, 'redis');
