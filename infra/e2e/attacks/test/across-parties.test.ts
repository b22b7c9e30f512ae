import { acrossParties } from '../all.js';
import { asTests } from '../as-tests.js';

asTests('attacks that bring a browser, a server or a config where it does not belong', acrossParties);
