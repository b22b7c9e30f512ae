import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, jsonAnswer, pageAnswer, textAnswer } from './answer.js';
import type { Exchange } from './exchange.js';
import type { Gate } from './gate.js';
import type { ChosenFault } from './script.js';

/** Takes a request through its fault, or plainly. `stopped` ends all waiting when the server closes. */
export async function runExchange(
  exchange: Exchange,
  chosen: ChosenFault | undefined,
  stopped: AbortSignal,
): Promise<void> {
  const plainly = () => exchange.send(exchange.perform());
  const instead = (answer: Answer) => {
    exchange.entry.outcome = answer.outcome;
    exchange.send(answer);
  };
  if (!chosen) return plainly();
  const { fault, gate } = chosen;
  switch (fault.kind) {
    case 'delay':
      await wait(fault.ms, undefined, { signal: stopped });
      return plainly();
    case 'do_then_delay': {
      const answer = exchange.perform();
      await wait(fault.ms, undefined, { signal: stopped });
      return exchange.send(answer);
    }
    case 'answer':
      return instead(scriptedAnswer(fault.status, fault.headers, fault.body));
    case 'do_then_answer': {
      exchange.perform();
      return exchange.send(scriptedAnswer(fault.status, fault.headers, fault.body));
    }
    case 'drop_before':
      exchange.entry.outcome = 'dropped';
      return exchange.drop();
    case 'do_then_drop':
      exchange.perform();
      return exchange.drop();
    case 'hang':
      return hold(exchange, gate, 'before', stopped);
    case 'do_then_hang':
      return hold(exchange, gate, 'after', stopped);
    case 'gate':
      return hold(exchange, fault.gate, fault.at, stopped);
    case 'html':
      return instead(pageAnswer(fault.status ?? 200, 'One moment please', '<p>We are busy.</p>', 'scripted:html'));
    case 'nonsense':
      return instead({ ...jsonAnswer(200, null, 'scripted:nonsense'), body: '{"access_token": \u0007 ]]> not json' });
    case 'error_in_200': {
      const { error, description } = fault;
      const body = description === undefined ? { error } : { error, error_description: description };
      return instead(jsonAnswer(200, body, 'scripted:error_in_200'));
    }
    case 'truncated':
      return exchange.sendTruncated(exchange.perform());
    case 'edit_answer': {
      const answer = exchange.perform();
      const isJson = answer.headers['content-type']?.startsWith('application/json');
      return exchange.send(isJson ? { ...answer, body: JSON.stringify(fault.edit(JSON.parse(answer.body))) } : answer);
    }
    default:
      // The authorization endpoint's own faults are part of its effect.
      return plainly();
  }
}

async function hold(exchange: Exchange, gate: Gate, at: 'before' | 'after', stopped: AbortSignal): Promise<void> {
  if (at === 'before') {
    await gate.hold(exchange.entry);
    if (!stopped.aborted) exchange.send(exchange.perform());
    return;
  }
  const answer = exchange.perform();
  await gate.hold(exchange.entry);
  exchange.send(answer);
}

function scriptedAnswer(status: number, headers: Readonly<Record<string, string>> | undefined, body: unknown): Answer {
  const outcome = `scripted:${status}` as const;
  const answer =
    body === undefined || typeof body === 'string'
      ? textAnswer(status, body ?? '', outcome)
      : jsonAnswer(status, body, outcome);
  const lower = Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return { ...answer, headers: { ...answer.headers, ...lower } };
}
