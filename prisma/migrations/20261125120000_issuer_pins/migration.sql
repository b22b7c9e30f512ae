-- An issuer is pinned firmly once two different customers brought it; before, one customer could forge it for all others.
-- Rows of before are provisional: nobody knows who pinned them.
-- AlterTable
ALTER TABLE "pinned_issuer" ADD COLUMN     "connection_id" UUID,
ADD COLUMN     "earlier_by" UUID,
ADD COLUMN     "earlier_connection_id" UUID,
ADD COLUMN     "earlier_issuer" TEXT,
ADD COLUMN     "firm" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "pinned_by" UUID,
ALTER COLUMN "issuer" DROP NOT NULL;

GRANT UPDATE ON "pinned_issuer" TO latchkey_app, latchkey_worker;
