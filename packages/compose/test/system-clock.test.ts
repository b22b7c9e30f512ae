import t from 'tap';
import { createSystemClock } from '../src/index.js';

t.test('a sleep of the machine counts, also after the wall clock was put back', async (t) => {
  let [wall, running] = [1_000_000, 0];
  const clock = createSystemClock(
    () => wall,
    () => running,
  );
  const pass = (ms: number) => {
    wall += ms;
    running += ms;
  };
  pass(500);
  t.equal(clock.monotonic(), 500);
  wall -= 300_000;
  t.equal(clock.monotonic(), 500, 'put back: no time at all');
  wall += 120_000; // asleep: the monotonic clock of the machine stood still
  t.equal(clock.monotonic(), 120_500);
  pass(500);
  wall += 900;
  t.equal(clock.monotonic(), 121_000, 'a correction');
});
