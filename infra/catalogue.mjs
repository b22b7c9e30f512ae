/** Where the snapshot is kept. */
export const CATALOGUE_FILE = 'prisma/catalogue.snapshot.txt';

const HEADING = `# What the migrations make that Prisma's schema does not say; "npm run fix" writes this file.
# Columns, keys and relations are in schema.prisma and checked against the migrations by Prisma.
`;

// Each query returns `subject`, under which the line is shown, and `line`. Names of dates (partitions that are made as
// time goes by) are left out, and nothing says who owns what: it is the same everywhere.
const DAILY_PARTITION = `c.relispartition AND pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT'`;
const OURS = `c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations' AND NOT (${DAILY_PARTITION})`;
const ROLES = `('latchkey_owner', 'latchkey_app', 'latchkey_worker', 'PUBLIC')`;

const grantsOf = (acl) => `(
  SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS grantee,
    string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type) AS privileges
  FROM aclexplode(${acl}) a WHERE a.grantee <> a.grantor GROUP BY 1)`;

const QUERIES = {
  storage: `
    SELECT 'table ' || c.relname AS subject, concat_ws(', ',
      'row security ' || CASE WHEN c.relforcerowsecurity AND c.relrowsecurity THEN 'forced'
        WHEN c.relrowsecurity THEN 'enabled, not forced' ELSE 'off' END,
      NULLIF(array_to_string(ARRAY(SELECT unnest(c.reloptions) ORDER BY 1), ', '), ''),
      'partitioned by ' || pg_get_partkeydef(c.oid),
      (SELECT 'partition of ' || i.inhparent::regclass FROM pg_inherits i WHERE i.inhrelid = c.oid)) AS line
    FROM pg_class c WHERE ${OURS} AND c.relkind IN ('r', 'p')`,
  policies: `
    SELECT 'table ' || c.relname AS subject, concat_ws(' ', 'policy', p.polname,
      CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END,
      CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' ELSE 'all' END,
      'to', (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE r::regrole::text END, ', ' ORDER BY r::regrole::text)
        FROM unnest(p.polroles) r),
      'using ' || pg_get_expr(p.polqual, p.polrelid),
      'with check ' || pg_get_expr(p.polwithcheck, p.polrelid)) AS line
    FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE ${OURS}`,
  constraints: `
    SELECT 'table ' || c.relname AS subject, 'constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid) AS line
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE ${OURS} AND k.contype NOT IN ('n', 'p')`,
  indexes: `
    SELECT 'table ' || c.relname AS subject, pg_get_indexdef(x.indexrelid) AS line
    FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid WHERE ${OURS}`,
  triggers: `
    SELECT 'table ' || c.relname AS subject, pg_get_triggerdef(t.oid) AS line
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE ${OURS} AND NOT t.tgisinternal`,
  'table grants': `
    SELECT (CASE c.relkind WHEN 'S' THEN 'sequence ' ELSE 'table ' END) || c.relname AS subject,
      'grant ' || g.privileges || ' to ' || g.grantee AS line
    FROM pg_class c, LATERAL ${grantsOf('c.relacl')} g WHERE ${OURS} AND g.grantee IN ${ROLES}`,
  'column grants': `
    SELECT 'table ' || c.relname AS subject, 'grant ' || g.privileges || ' (' || a.attname || ') to ' || g.grantee AS line
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, LATERAL ${grantsOf('a.attacl')} g
    WHERE ${OURS} AND g.grantee IN ${ROLES}`,
  functions: `
    SELECT 'function ' || f.oid::regprocedure AS subject, concat_ws(', ', 'returns ' || pg_get_function_result(f.oid),
      l.lanname, CASE f.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END,
      CASE WHEN f.prosecdef THEN 'security definer' ELSE 'security invoker' END,
      array_to_string(f.proconfig, ', '), 'source md5 ' || md5(f.prosrc)) AS line
    FROM pg_proc f JOIN pg_language l ON l.oid = f.prolang WHERE f.pronamespace = 'public'::regnamespace`,
  'function grants': `
    SELECT 'function ' || f.oid::regprocedure AS subject, 'grant ' || g.privileges || ' to ' || g.grantee AS line
    FROM pg_proc f, LATERAL ${grantsOf(`coalesce(f.proacl, acldefault('f', f.proowner))`)} g
    WHERE f.pronamespace = 'public'::regnamespace`,
  schema: `
    SELECT 'schema public' AS subject, 'grant ' || g.privileges || ' to ' || g.grantee AS line
    FROM pg_namespace n, LATERAL ${grantsOf('n.nspacl')} g WHERE n.nspname = 'public' AND g.grantee IN ${ROLES}`,
};

/**
 * The catalogue of the database at `url` as text: storage settings, row-level security, policies, constraints, indexes,
 * triggers, functions and grants, which Prisma's schema cannot express and its drift check does not see.
 */
export async function readCatalogue(url) {
  const { default: pg } = await import('pg'); // not at the top: nothing may be installed yet
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const subjects = new Map();
  try {
    for (const sql of Object.values(QUERIES)) {
      const { rows } = await client.query(sql);
      const sorted = rows.map(({ subject, line }) => [subject, line.replaceAll(/\s+/g, ' ')]).sort(byText);
      for (const [subject, line] of sorted) subjects.set(subject, [...(subjects.get(subject) ?? []), line]);
    }
  } finally {
    await client.end();
  }
  const blocks = [...subjects]
    .sort(byText)
    .map(([subject, lines]) => [subject, ...lines.map((line) => `  ${line}`)].join('\n'));
  return `${HEADING}\n${blocks.join('\n\n')}\n`;
}

const byText = (a, b) => (String(a) < String(b) ? -1 : 1);
