-- How often a code was pasted for an out-of-band flow.
ALTER TABLE "authorization_session" ADD COLUMN "paste_tries" SMALLINT NOT NULL DEFAULT 0;
