import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Request } from 'playwright-core';
import type { Attack, Loot } from './attack.js';
import { held, mara } from './loot.js';
import { inAnyBrowser } from './missing-defences.js';
import type { Person } from './person.js';
import { makeTarget, type Target } from './target.js';
import type { World } from './world.js';

interface Waiting {
  readonly target: Target;
  readonly victim: Person;
  readonly callback: URL;
}

async function waiting(world: World): Promise<Waiting> {
  const target = await makeTarget(world, world.acme);
  const victim = await world.person(mara);
  await victim.openWizard(target);
  return { target, victim, callback: await victim.consentAt((await victim.begin(target)).url) };
}

/** Whether the flow was ended by somebody who is no person. */
function ended({ provider }: World, { callback }: Waiting): Loot {
  const requests = provider.redemptions(callback.searchParams.get('code') ?? '').length;
  return requests > 0
    ? { got: 'it', what: 'the flow was ended before its person came' }
    : { got: 'nothing', what: 'the flow still waits for its person' };
}

/** The person comes after all of that, and finishes. */
async function comesLater(world: World, before: (flow: Waiting) => Promise<unknown>): Promise<Loot> {
  const flow = await waiting(world);
  await before(flow);
  await flow.victim.page.goto(flow.callback.href);
  return await held(world, flow.target, mara);
}

/** A page of the wizard's own site, so that the cookie comes along, lets the browser look ahead to the callback. */
async function lookAhead({ victim, callback }: Waiting): Promise<void> {
  const link = `<link rel="prefetch" href="${callback.href.replaceAll('&', '&amp;')}">`;
  // A page that Playwright made up would be of no network, from which Chromium asks nothing of this machine.
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(`<!doctype html><title>x</title>${link}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const over = new Promise<void>((resolve) => {
    const look = (request: Request) => request.url() === callback.href && resolve();
    // The other origin's page may not read the answer, so that for the browser the request may have failed.
    victim.context.on('requestfailed', look).on('requestfinished', look);
  });
  const tab = await victim.context.newPage();
  await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await over;
  await tab.close();
  server.close();
  server.closeAllConnections();
}

export const prefetch: Attack = {
  name: 'prefetch of a callback',
  defence: 'a request that only looks ahead gets 204 and has no effect',
  async attack(world) {
    const flow = await waiting(world);
    await lookAhead(flow);
    return ended(world, flow);
  },
  honest: (world) => comesLater(world, lookAhead),
  without: () => ({
    arrives(request) {
      delete request.headers['sec-purpose'];
      delete request.headers.purpose;
    },
  }),
};

/** What opens every link in a mail before its reader does. */
const scan = ({ callback }: Waiting) => fetch(callback, { redirect: 'manual' });

export const scanner: Attack = {
  name: 'a scanner opens a callback URL',
  defence: 'without the browser’s cookie nothing is consumed',
  async attack(world) {
    const flow = await waiting(world);
    await scan(flow);
    return ended(world, flow);
  },
  honest: (world) => comesLater(world, scan),
  without: inAnyBrowser,
};
