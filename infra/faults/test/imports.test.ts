import { fault } from '../rows/imports.js';
import { shortForm } from '../short-form.js';

shortForm(fault, 'postgres');
