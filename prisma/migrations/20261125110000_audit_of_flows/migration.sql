-- What a person connects by an embedded flow or a confirmed link is done by nobody's key and in no wizard.
ALTER TABLE "audit_event" DROP CONSTRAINT "audit_event_actor_kind_check", ADD CONSTRAINT "audit_event_actor_kind_check"
  CHECK (actor_kind IN ('api_key', 'wizard_session', 'authorization_session', 'operator', 'system'));
