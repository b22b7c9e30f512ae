-- Client credentials and other grants that nobody consents to at the provider: no session, no redirect URI.
ALTER TABLE "grant" ALTER COLUMN "redirect_uri" DROP NOT NULL;
ALTER TABLE "grant" ALTER COLUMN "authorization_session_id" DROP NOT NULL;
