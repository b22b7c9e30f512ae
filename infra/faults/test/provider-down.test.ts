import { fault } from '../rows/provider-down.js';
import { shortForm } from '../short-form.js';

shortForm(fault, 'postgres');
