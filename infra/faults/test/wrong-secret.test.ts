import { fault } from '../rows/wrong-secret.js';
import { shortForm } from '../short-form.js';

shortForm(fault, 'postgres');
