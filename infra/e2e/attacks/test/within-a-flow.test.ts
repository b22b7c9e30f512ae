import { withinAFlow } from '../all.js';
import { asTests } from '../as-tests.js';

asTests('attacks on what a flow is made of', withinAFlow);
