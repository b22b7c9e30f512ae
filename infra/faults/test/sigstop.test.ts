import { fault } from '../rows/sigstop.js';
import { shortForm } from '../short-form.js';

shortForm(fault, 'redis');
