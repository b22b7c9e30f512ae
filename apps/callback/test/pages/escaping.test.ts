import fc from 'fast-check';
import t from 'tap';
import { connection, state } from '../../../wizard/test/wizard-states.js';
import {
  type NoticePageData,
  renderConfirmPage,
  renderConnectingPage,
  renderFailurePage,
  renderForgedPage,
  renderLeavingPage,
  renderStartAgainPage,
  renderSuccessPage,
  renderWizardPage,
} from '../../src/pages/index.js';
import { jsonMarkup, linkable } from '../../src/pages/markup.js';
import { confirm, failure, success } from './sample-pages.js';

const EVIL = `"'><script>alert(1)</script><img src=x onerror=alert(1)>\`</title></textarea>`;

/** The tags of a page, without what stands inside the JSON script. */
const tags = (page: string) =>
  page.replace(/(<script type="application\/json"[^>]*>)[\s\S]*?(<\/script>)/, '$1$2').match(/<[a-z!/][^>]*>/gi) ?? [];

t.test('whatever the names are, a page has the same tags', async (t) => {
  const named = (name: string) => {
    const parties = { organization: { name }, integration: { name }, provider: { name } };
    const notice: NoticePageData = { lang: 'en', organization: { name }, returnUrl: 'https://a.example/' };
    const card = connection({
      id: 'conn_1',
      name,
      purpose: name,
      inputs: [
        {
          name: 'a',
          label: name,
          type: 'text',
          required: true,
          value: name,
          hasValue: true,
          help: name,
          pattern: name,
        },
        {
          name: 'b',
          label: name,
          type: 'choice',
          required: false,
          hasValue: false,
          choices: [{ value: name, label: name }],
        },
      ],
    });
    const authorization = { kind: 'confirm', expiresAt: '2031-05-14T08:41:00Z', id: name, account: name } as const;
    const asked = connection({ id: 'conn_2', name, authorization });
    return [
      renderSuccessPage({ ...success('popup'), ...parties, accountLabel: name, customer: { name }, scopes: [name] }),
      renderFailurePage({
        ...failure(),
        ...parties,
        providerText: name,
        retry: { action: '/connect/c', fields: { a: name } },
      }),
      renderConfirmPage({ ...confirm({ account: name, fields: { csrf: name } }), ...parties }),
      renderStartAgainPage({ ...notice, ...parties, why: 'several', backUrl: '/wizard/wiz_demo' }),
      renderLeavingPage({ lang: 'en', ...parties, url: 'https://a.example/?b=c', outcome: 'failed' }),
      renderForgedPage({ ...notice, requestId: name }),
      renderConnectingPage({ lang: 'en', ...parties, authorizationUrl: 'https://a.example/?b=c' }),
      renderWizardPage(state([card, asked], { ...parties, customer: { name }, csrfToken: name })),
    ];
  };
  const shape = (pages: readonly string[]) =>
    pages.map((page) =>
      tags(page)
        .map((tag) => tag.replace(/"[^"]*"/g, '""'))
        .join('\n'),
    );
  const plain = shape(named('Acme'));
  t.same(shape(named(EVIL)), plain);
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...`<>"'&/=\` a!-`), minLength: 1 }), (text) => {
      fc.pre(text.trim() !== '');
      return JSON.stringify(shape(named(text))) === JSON.stringify(plain);
    }),
  );
});

t.test('JSON in a script cannot end it, and is the same JSON', async () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.constant({ a: '</script><!--<script>' })), (value) => {
      const { markup } = jsonMarkup(value);
      return !markup.includes('<') && JSON.stringify(JSON.parse(markup)) === JSON.stringify(value);
    }),
  );
});

t.test('only http(s) and paths of this origin become links', async (t) => {
  for (const good of ['https://a.example/x?y#z', 'http://127.0.0.1:1/', '/wizard/wiz_1#conn_1'])
    t.equal(linkable(good), good);
  for (const bad of ['javascript:alert(1)', 'data:text/html,x', '//evil.example', '/\\evil.example', 'x', '']) {
    t.equal(linkable(bad), undefined, bad);
  }
  t.throws(() =>
    renderConnectingPage({
      lang: 'en',
      organization: { name: 'A' },
      provider: { name: 'B' },
      authorizationUrl: 'javascript:alert(1)',
    }),
  );
});

t.test('what the provider says is cut and cannot turn the reading direction', async (t) => {
  const page = renderFailurePage(failure({ providerText: `\u202e${'x'.repeat(10_000)}` }));
  t.notMatch(page, /\u202e/);
  t.notMatch(page, /x{301}/);
  t.match(page, /x{299}…/);
});
