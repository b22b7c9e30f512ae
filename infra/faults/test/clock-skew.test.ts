import { fault } from '../rows/clock-skew.js';
import { shortForm } from '../short-form.js';

shortForm(fault, 'redis');
