-- Rounds, plans, attachments, and the trail. See 0002_guard.sql for how refusals reach the person at the form.

-- ---------------------------------------------------------------------------------------------------------------
-- Whose act it is. Set once for each act, together with the lock that orders all writers; the trail reads it.
-- ---------------------------------------------------------------------------------------------------------------
DROP FUNCTION valby_lock_head();  -- what follows does its work, too
CREATE FUNCTION valby_begin_act(actor bigint, moment timestamptz, why text, OUT head_position bigint, OUT head_hash varchar)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF actor IS NOT NULL THEN
        PERFORM set_config('valby.by', actor::text, true), set_config('valby.at', moment::text, true),
                set_config('valby.why', why, true);
    END IF;
    SELECT position, hash INTO head_position, head_hash FROM savings_ledgerhead WHERE id = 1 FOR UPDATE;
END $$;

-- ---------------------------------------------------------------------------------------------------------------
-- The trail.
-- ---------------------------------------------------------------------------------------------------------------
CREATE FUNCTION valby_add_trail(act text, subject text, subject_id bigint, label text, programme bigint,
                                before jsonb, after jsonb, actor bigint, moment timestamptz, why text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO savings_trailitem (at, by_id, actor, act, subject, subject_id, label, programme_id, before, after, why)
    VALUES (COALESCE(moment, NULLIF(current_setting('valby.at', true), '')::timestamptz, now()),
            COALESCE(actor, NULLIF(current_setting('valby.by', true), '')::bigint),
            CASE WHEN COALESCE(actor::text, current_setting('valby.by', true), '') = '' THEN session_user::text ELSE '' END,
            act, subject, subject_id, left(COALESCE(label, ''), 300), programme, before, after,
            COALESCE(why, current_setting('valby.why', true), ''))
$$;

-- For tables whose rows change: the columns that changed, from what to what. A password is only said to have changed.
CREATE FUNCTION valby_trail_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    old_row jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}'::jsonb ELSE to_jsonb(OLD) - 'last_login' END;
    new_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}'::jsonb ELSE to_jsonb(NEW) - 'last_login' END;
    whole jsonb := CASE WHEN TG_OP = 'DELETE' THEN old_row ELSE new_row END;
    was jsonb; became jsonb;
    programme bigint := CASE TG_ARGV[0] WHEN 'programme' THEN (whole->>'id')::bigint ELSE (whole->>'programme_id')::bigint END;
BEGIN
    IF old_row = new_row THEN
        RETURN NULL;
    END IF;
    IF old_row ? 'password' AND old_row->'password' IS DISTINCT FROM new_row->'password' THEN
        old_row := jsonb_set(old_row, '{password}', '"…"');
        new_row := jsonb_set(new_row, '{password}', '"(new)"');
    ELSIF TG_OP = 'INSERT' THEN
        new_row := new_row - 'password';
    END IF;
    SELECT jsonb_object_agg(key, value) INTO was FROM jsonb_each(old_row) WHERE new_row->key IS DISTINCT FROM value;
    SELECT jsonb_object_agg(key, value) INTO became FROM jsonb_each(new_row)
        WHERE old_row->key IS DISTINCT FROM value AND NOT (TG_OP = 'INSERT' AND value IN ('null', '""'));
    PERFORM valby_add_trail(
        CASE TG_OP WHEN 'INSERT' THEN 'created' WHEN 'DELETE' THEN 'deleted' ELSE 'changed' END,
        TG_ARGV[0], (whole->>'id')::bigint,
        COALESCE(whole->>'reference', whole->>'code', whole->>'slug', whole->>'username', whole->>'name', whole->>'title'),
        programme, was, became, NULL, NULL, NULL);
    RETURN NULL;
END $$;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['unit', 'programme', 'initiative', 'milestone', 'document', 'user', 'priceseries'] LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW
                        EXECUTE FUNCTION valby_trail_change(%L)', 'zy_' || t || '_leaves_a_trail', 'savings_' || t, t);
    END LOOP;
END $$;

-- A user's roles and units, and a programme's units: told of the user and the programme.
CREATE FUNCTION valby_trail_link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    link jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    owner bigint; label text; named jsonb; programme bigint;
BEGIN
    IF TG_ARGV[0] = 'user' THEN
        owner := (link->>'user_id')::bigint;
        SELECT username INTO label FROM savings_user WHERE id = owner;
    ELSE
        owner := (link->>'programme_id')::bigint;
        programme := owner;
        SELECT slug INTO label FROM savings_programme WHERE id = owner;
    END IF;
    IF link ? 'group_id' THEN
        SELECT jsonb_build_object('role', name) INTO named FROM auth_group WHERE id = (link->>'group_id')::bigint;
    ELSE
        SELECT jsonb_build_object('unit', code) INTO named FROM savings_unit WHERE id = (link->>'unit_id')::bigint;
    END IF;
    PERFORM valby_add_trail('changed', TG_ARGV[0], owner, label, programme,
        CASE TG_OP WHEN 'INSERT' THEN NULL ELSE named END, CASE TG_OP WHEN 'DELETE' THEN NULL ELSE named END, NULL, NULL, NULL);
    RETURN NULL;
END $$;
CREATE TRIGGER zy_role_leaves_a_trail AFTER INSERT OR DELETE ON savings_user_groups FOR EACH ROW EXECUTE FUNCTION valby_trail_link('user');
CREATE TRIGGER zy_scope_leaves_a_trail AFTER INSERT OR DELETE ON savings_user_units FOR EACH ROW EXECUTE FUNCTION valby_trail_link('user');
CREATE TRIGGER zy_taking_part_leaves_a_trail AFTER INSERT OR DELETE ON savings_programmeunit FOR EACH ROW EXECUTE FUNCTION valby_trail_link('programme');

-- The ledger's own rows say who and when themselves.
CREATE FUNCTION valby_trail_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE told jsonb := to_jsonb(NEW); owner savings_entry; number bigint; act text;
BEGIN
    IF TG_TABLE_NAME = 'savings_entry' THEN
        PERFORM valby_add_trail('recorded', 'entry', NEW.id, NEW.text, NEW.programme_id, NULL,
            jsonb_strip_nulls(told - 'id' - 'key' - 'recorded_by_id' - 'recorded_at'), NEW.recorded_by_id, NEW.recorded_at, NEW.reason);
        RETURN NULL;
    END IF;
    number := (told->>'entry_id')::bigint;
    IF number IS NULL THEN
        PERFORM valby_add_trail('approved', 'pricerelease', (told->>'release_id')::bigint,
            (SELECT s.name FROM savings_priceseries s JOIN savings_pricerelease r ON r.series_id = s.id
             WHERE r.id = (told->>'release_id')::bigint),
            NULL, NULL, jsonb_build_object('position', told->'position', 'hash', told->'hash'),
            (told->>'by_id')::bigint, (told->>'at')::timestamptz, '');
        RETURN NULL;
    END IF;
    SELECT * INTO owner FROM savings_entry WHERE id = number;
    act := CASE TG_TABLE_NAME WHEN 'savings_submission' THEN 'submitted' WHEN 'savings_approval' THEN 'approved'
                              ELSE told->>'outcome' END;
    PERFORM valby_add_trail(act, 'entry', number, owner.text, owner.programme_id, NULL,
        CASE TG_TABLE_NAME WHEN 'savings_approval' THEN jsonb_build_object('position', told->'position', 'hash', told->'hash') END,
        (told->>'by_id')::bigint, (told->>'at')::timestamptz, COALESCE(told->>'reason', ''));
    RETURN NULL;
END $$;
CREATE TRIGGER zy_entry_leaves_a_trail AFTER INSERT ON savings_entry FOR EACH ROW EXECUTE FUNCTION valby_trail_entry();
CREATE TRIGGER zy_submission_leaves_a_trail AFTER INSERT ON savings_submission FOR EACH ROW EXECUTE FUNCTION valby_trail_entry();
CREATE TRIGGER zy_refusal_leaves_a_trail AFTER INSERT ON savings_refusal FOR EACH ROW EXECUTE FUNCTION valby_trail_entry();
CREATE TRIGGER zy_approval_leaves_a_trail AFTER INSERT ON savings_approval FOR EACH ROW EXECUTE FUNCTION valby_trail_entry();

CREATE FUNCTION valby_trail_release() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM valby_add_trail('recorded', 'pricerelease', NEW.id, (SELECT name FROM savings_priceseries WHERE id = NEW.series_id),
        NULL, NULL, jsonb_build_object('note', NEW.note), NEW.recorded_by_id, NEW.recorded_at, NEW.note);
    RETURN NULL;
END $$;
CREATE TRIGGER zy_pricerelease_leaves_a_trail AFTER INSERT ON savings_pricerelease FOR EACH ROW EXECUTE FUNCTION valby_trail_release();

-- What belongs to a round, to the books or to a document: told of these, with who and when from the row.
CREATE FUNCTION valby_trail_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    told jsonb := to_jsonb(NEW); subject text := TG_ARGV[0]; number bigint; label text; programme bigint;
BEGIN
    programme := (told->>'programme_id')::bigint;
    IF told ? 'task_id' THEN
        SELECT t.round_id, t.programme_id, r.name || ', ' || u.code INTO number, programme, label
        FROM savings_roundtask t JOIN savings_round r ON r.id = t.round_id JOIN savings_unit u ON u.id = t.unit_id
        WHERE t.id = (told->>'task_id')::bigint;
    ELSIF subject = 'round' THEN
        number := COALESCE(told->>'round_id', told->>'id')::bigint;
        SELECT name INTO label FROM savings_round WHERE id = number;
    ELSIF subject = 'document' THEN
        number := (told->>'document_id')::bigint;
        SELECT reference INTO label FROM savings_document WHERE id = number;
    ELSIF told ? 'closing_id' THEN
        SELECT c.id, c.programme_id, c.through::text INTO number, programme, label
        FROM savings_closing c WHERE c.id = (told->>'closing_id')::bigint;
    ELSE
        number := (told->>'id')::bigint;
        label := told->>'through';
    END IF;
    PERFORM valby_add_trail(TG_ARGV[1], subject, number, label, programme, NULL,
        jsonb_strip_nulls(told - 'id' - 'by_id' - 'at' - 'opened_by_id' - 'opened_at'),
        COALESCE(told->>'by_id', told->>'opened_by_id')::bigint, COALESCE(told->>'at', told->>'opened_at')::timestamptz,
        COALESCE(told->>'reason', ''));
    RETURN NULL;
END $$;
CREATE TRIGGER zy_round_leaves_a_trail AFTER INSERT ON savings_round FOR EACH ROW EXECUTE FUNCTION valby_trail_row('round', 'opened');
CREATE TRIGGER zy_roundtask_leaves_a_trail AFTER INSERT ON savings_roundtask FOR EACH ROW EXECUTE FUNCTION valby_trail_row('round', 'asked');
CREATE TRIGGER zy_roundreply_leaves_a_trail AFTER INSERT ON savings_roundreply FOR EACH ROW EXECUTE FUNCTION valby_trail_row('round', 'answered');
CREATE TRIGGER zy_roundreminder_leaves_a_trail AFTER INSERT ON savings_roundreminder FOR EACH ROW EXECUTE FUNCTION valby_trail_row('round', 'reminded');
CREATE TRIGGER zy_roundclosing_leaves_a_trail AFTER INSERT ON savings_roundclosing FOR EACH ROW EXECUTE FUNCTION valby_trail_row('round', 'closed');
CREATE TRIGGER zy_closing_leaves_a_trail AFTER INSERT ON savings_closing FOR EACH ROW EXECUTE FUNCTION valby_trail_row('books', 'closed');
CREATE TRIGGER zy_exception_leaves_a_trail AFTER INSERT ON savings_bookingexception FOR EACH ROW EXECUTE FUNCTION valby_trail_row('books', 'exception');
CREATE TRIGGER zy_attachment_leaves_a_trail AFTER INSERT ON savings_attachment FOR EACH ROW EXECUTE FUNCTION valby_trail_row('document', 'attached');

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['trailitem', 'attachment', 'round', 'roundtask', 'roundreply', 'roundreminder', 'roundclosing',
                             'bookingexception'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW
                        EXECUTE FUNCTION valby_refuse_change()', t || '_is_append_only', 'savings_' || t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['attachment', 'round', 'roundreply', 'roundclosing', 'bookingexception'] LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT
                        EXECUTE FUNCTION valby_bump_revision()', 'zz_' || t || '_moves_the_revision', 'savings_' || t);
    END LOOP;
END $$;

-- What the ledger already knows of its past.
INSERT INTO savings_trailitem (at, by_id, actor, act, subject, subject_id, label, programme_id, before, after, why)
SELECT at, by_id, '', act, 'entry', entry_id, left(label, 300), programme_id, NULL, NULL, why FROM (
    SELECT e.recorded_at AS at, e.recorded_by_id AS by_id, 'recorded' AS act, e.id AS entry_id, e.text AS label, e.programme_id, e.reason AS why FROM savings_entry e
    UNION ALL SELECT s.at, s.by_id, 'submitted', e.id, e.text, e.programme_id, '' FROM savings_submission s JOIN savings_entry e ON e.id = s.entry_id
    UNION ALL SELECT r.at, r.by_id, r.outcome, e.id, e.text, e.programme_id, r.reason FROM savings_refusal r JOIN savings_entry e ON e.id = r.entry_id
    UNION ALL SELECT a.at, a.by_id, 'approved', e.id, e.text, e.programme_id, '' FROM savings_approval a JOIN savings_entry e ON e.id = a.entry_id
) told ORDER BY at, entry_id;

-- ---------------------------------------------------------------------------------------------------------------
-- Attachments: part of the document, and frozen with it.
-- ---------------------------------------------------------------------------------------------------------------
CREATE FUNCTION valby_check_attachment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM savings_entry e JOIN savings_approval a ON a.entry_id = e.id WHERE e.decision_id = NEW.document_id)
       OR EXISTS (SELECT 1 FROM savings_evidence v JOIN savings_approval a ON a.entry_id = v.entry_id
                  WHERE v.document_id = NEW.document_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB004', MESSAGE = 'approved entries rest on the document';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER attachment_joins_an_open_document BEFORE INSERT ON savings_attachment FOR EACH ROW EXECUTE FUNCTION valby_check_attachment();

-- ---------------------------------------------------------------------------------------------------------------
-- Closed books, and the named persons who may still record.
-- ---------------------------------------------------------------------------------------------------------------
CREATE FUNCTION valby_check_books_open(owner savings_entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM savings_closing c
        WHERE (c.programme_id IS NULL OR c.programme_id = owner.programme_id) AND c.through >= owner.booked_on
          AND NOT EXISTS (SELECT 1 FROM savings_bookingexception x
                          WHERE x.closing_id = c.id AND x.person_id = owner.recorded_by_id
                            AND x.until >= (owner.recorded_at AT TIME ZONE 'Europe/Copenhagen')::date)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB019', MESSAGE = format('the books are closed on %s', owner.booked_on);
    END IF;
END $$;

-- ---------------------------------------------------------------------------------------------------------------
-- A plan is locked once approved: what is approved of it changes only by an entry that names a decision.
-- ---------------------------------------------------------------------------------------------------------------
CREATE FUNCTION valby_check_plan(owner savings_entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF owner.decision_id IS NULL AND EXISTS (
        SELECT 1 FROM savings_posting p JOIN savings_balance b
          ON b.programme_id = owner.programme_id AND b.kind = 'plan' AND b.year = p.year AND b.amount <> 0
         AND b.unit_id IS NOT DISTINCT FROM p.unit_id AND b.initiative_id IS NOT DISTINCT FROM p.initiative_id
        WHERE p.entry_id = owner.id AND p.kind = 'plan'
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB020', MESSAGE = 'an approved plan changes only by a decision';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION valby_check_entry(link savings_approval) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE owner savings_entry;
BEGIN
    SELECT * INTO owner FROM savings_entry WHERE id = link.entry_id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM savings_approval WHERE entry_id = owner.id)
       OR EXISTS (SELECT 1 FROM savings_refusal WHERE entry_id = owner.id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB008', MESSAGE = format('entry %s is already decided', owner.id);
    END IF;
    IF link.by_id = owner.recorded_by_id THEN
        RAISE EXCEPTION USING ERRCODE = 'VB018', MESSAGE = 'an entry is approved by somebody other than its recorder';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM savings_submission WHERE entry_id = owner.id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB011', MESSAGE = format('entry %s is not submitted', owner.id);
    END IF;
    PERFORM valby_check_books_open(owner);
    PERFORM valby_check_plan(owner);
    PERFORM valby_check_levels_seen(owner.id, owner.programme_id);
    IF owner.corrects_id IS NOT NULL THEN
        PERFORM valby_check_correction(owner);
    END IF;
END $$;

-- What would be refused at the approval for its date is refused to its recorder already.
CREATE FUNCTION valby_check_submission_date() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE owner savings_entry;
BEGIN
    SELECT * INTO owner FROM savings_entry WHERE id = NEW.entry_id;
    PERFORM valby_check_books_open(owner);
    RETURN NEW;
END $$;
CREATE TRIGGER submission_is_into_open_books BEFORE INSERT ON savings_submission FOR EACH ROW EXECUTE FUNCTION valby_check_submission_date();

-- ---------------------------------------------------------------------------------------------------------------
-- A round that is closed takes no more answers.
-- ---------------------------------------------------------------------------------------------------------------
CREATE FUNCTION valby_check_round_open() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM savings_roundclosing c JOIN savings_roundtask t ON t.round_id = c.round_id WHERE t.id = NEW.task_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB021', MESSAGE = 'the round is closed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER roundreply_is_into_an_open_round BEFORE INSERT ON savings_roundreply FOR EACH ROW EXECUTE FUNCTION valby_check_round_open();
CREATE TRIGGER roundreminder_is_of_an_open_round BEFORE INSERT ON savings_roundreminder FOR EACH ROW EXECUTE FUNCTION valby_check_round_open();

-- ---------------------------------------------------------------------------------------------------------------
-- The people that are there already keep what they did: who recorded goes on recording, who approved approving.
-- ---------------------------------------------------------------------------------------------------------------
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM savings_user) THEN
        INSERT INTO auth_group (name) VALUES ('finance'), ('controller'), ('member'), ('auditor'), ('administrator')
        ON CONFLICT DO NOTHING;
        UPDATE savings_user SET every_unit = true WHERE id IN (SELECT recorded_by_id FROM savings_entry);
        INSERT INTO savings_user_groups (user_id, group_id)
        SELECT u.id, g.id FROM savings_user u JOIN auth_group g ON
            (g.name = 'finance' AND EXISTS (SELECT 1 FROM savings_entry e WHERE e.recorded_by_id = u.id))
            OR (g.name = 'controller' AND EXISTS (SELECT 1 FROM savings_approval a WHERE a.by_id = u.id))
            OR (g.name = 'administrator' AND u.is_superuser)
        ON CONFLICT DO NOTHING;
    END IF;
END $$;
