-- The record is read by what was done, by whom and to what; always one organization's, newest first.
CREATE INDEX "audit_event_organization_id_action_id_idx" ON "audit_event"("organization_id", "action", "id");
CREATE INDEX "audit_event_organization_id_actor_id_id_idx" ON "audit_event"("organization_id", "actor_id", "id");
CREATE INDEX "audit_event_organization_id_target_id_id_idx" ON "audit_event"("organization_id", "target_id", "id");

ALTER TABLE "audit_event" ADD CONSTRAINT "audit_event_actor_kind_check"
  CHECK (actor_kind IN ('api_key', 'wizard_session', 'operator', 'system'));

-- A flow's config is one of its own tenant's: the last references that had no composite key.
ALTER TABLE "authorization_session" ADD CONSTRAINT "authorization_session_organization_id_connection_config_id_fkey" FOREIGN KEY ("organization_id", "connection_config_id") REFERENCES "connection_config"("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "device_authorization" ADD CONSTRAINT "device_authorization_organization_id_connection_config_id_fkey" FOREIGN KEY ("organization_id", "connection_config_id") REFERENCES "connection_config"("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
