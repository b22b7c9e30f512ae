-- A retired data key opens only, and may be removed once no value can be sealed with it any more, not even in a spool.
ALTER TABLE "organization_data_key" ADD COLUMN "retired_at" TIMESTAMPTZ(3);
UPDATE "organization_data_key" SET "retired_at" = statement_timestamp() WHERE "state" = 'retired';
ALTER TABLE "organization_data_key"
  ADD CONSTRAINT "organization_data_key_retired_at_check" CHECK ((state = 'retired') = (retired_at IS NOT NULL));

-- A rotation of all keys. What was rotated since its start shows in the data keys themselves, so that it can be killed.
CREATE TABLE "key_rotation" (
    "id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "switched_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "key_rotation_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "key_rotation_one_unfinished" ON "key_rotation" ((true)) WHERE finished_at IS NULL;

-- Key-encryption keys that nothing may be wrapped by any more.
CREATE TABLE "retired_key" (
    "kek_id" TEXT NOT NULL,
    "retired_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "retired_key_pkey" PRIMARY KEY ("kek_id")
);

-- Of no tenant: for the operator's commands, which have the worker's login.
ALTER TABLE "key_rotation" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE "retired_key" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON "key_rotation" TO CURRENT_USER USING (true);
CREATE POLICY owner ON "retired_key" TO CURRENT_USER USING (true);
CREATE POLICY worker ON "key_rotation" TO latchkey_worker USING (true);
CREATE POLICY worker ON "retired_key" TO latchkey_worker USING (true);
GRANT SELECT, INSERT, UPDATE (switched_at, finished_at) ON "key_rotation" TO latchkey_worker;
GRANT SELECT, INSERT ON "retired_key" TO latchkey_worker;

-- What holds a sealed value can be sealed anew.
GRANT UPDATE (token_set) ON "grant_alternate" TO latchkey_worker;

-- A process that was not told yet must not bring a retired key back into use.
CREATE FUNCTION refuse_retired_key() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM public.retired_key r WHERE r.kek_id = NEW.kek_id) THEN
    RAISE EXCEPTION 'the key-encryption key % is retired: another one must be the first of this process', NEW.kek_id
      USING ERRCODE = 'LK002';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION refuse_retired_key FROM PUBLIC;
CREATE TRIGGER refuse_retired_key BEFORE INSERT OR UPDATE OF kek_id ON "organization_data_key"
  FOR EACH ROW EXECUTE FUNCTION refuse_retired_key();
