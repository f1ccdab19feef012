-- The rules of the ledger that hold whoever asks. Functions that lock or write what the application's role may only
-- read are SECURITY DEFINER with a fixed search path. Each refusal has an SQLSTATE of its own (class VB), which
-- savings/recording/refusals.py turns into a sentence for the person at the form.

-- ---------------------------------------------------------------------------------------------------------------
-- The head: one row, which also orders all writers.
-- ---------------------------------------------------------------------------------------------------------------
INSERT INTO savings_ledgerhead (id, position, hash, moment, revision)
VALUES (1, 0, repeat('0', 64), NULL, 0);
ALTER TABLE savings_ledgerhead ADD CONSTRAINT ledgerhead_is_one_row CHECK (id = 1);

-- Whoever is about to approve takes this lock first, so that two approvals link one after the other.
CREATE FUNCTION valby_lock_head(OUT head_position bigint, OUT head_hash varchar)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT position, hash FROM savings_ledgerhead WHERE id = 1 FOR UPDATE
$$;

-- Anything a page can show besides approved entries makes the revision grow, so that no cache can outlive it.
CREATE FUNCTION valby_bump_revision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE savings_ledgerhead SET revision = revision + 1 WHERE id = 1;
    RETURN NULL;
END $$;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['unit', 'document', 'programme', 'programmeunit', 'initiative', 'milestone', 'priceseries',
                             'submission', 'refusal', 'closing'] LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT
                        EXECUTE FUNCTION valby_bump_revision()', 'zz_' || t || '_moves_the_revision', 'savings_' || t);
    END LOOP;
END $$;

-- ---------------------------------------------------------------------------------------------------------------
-- Rows that are only ever added.
-- ---------------------------------------------------------------------------------------------------------------
CREATE FUNCTION valby_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'VB001',
        MESSAGE = format('%s is append-only: %s is refused', TG_TABLE_NAME, TG_OP),
        HINT = 'Record a correction that names the entry.';
END $$;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['entry', 'posting', 'statement', 'evidence', 'submission', 'refusal', 'approval',
                             'priceseries', 'pricerelease', 'pricepoint', 'closing'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW
                        EXECUTE FUNCTION valby_refuse_change()', t || '_is_append_only', 'savings_' || t);
    END LOOP;
END $$;

-- A code or slug stands in addresses, files and papers; it is given once.
CREATE FUNCTION valby_refuse_new_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'VB002', MESSAGE = format('the %s of a %s is permanent', TG_ARGV[0], TG_TABLE_NAME);
END $$;
CREATE TRIGGER unit_code_is_permanent BEFORE UPDATE ON savings_unit FOR EACH ROW
    WHEN (OLD.code IS DISTINCT FROM NEW.code) EXECUTE FUNCTION valby_refuse_new_name('code');
CREATE TRIGGER programme_slug_is_permanent BEFORE UPDATE ON savings_programme FOR EACH ROW
    WHEN (OLD.slug IS DISTINCT FROM NEW.slug) EXECUTE FUNCTION valby_refuse_new_name('slug');
CREATE TRIGGER initiative_stays_in_its_programme BEFORE UPDATE ON savings_initiative FOR EACH ROW
    WHEN (OLD.programme_id IS DISTINCT FROM NEW.programme_id) EXECUTE FUNCTION valby_refuse_new_name('programme');

-- No unit stands above itself.
CREATE FUNCTION valby_check_unit_tree() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        WITH RECURSIVE above(id, parent_id) AS (
            SELECT id, parent_id FROM savings_unit WHERE id = NEW.parent_id
            UNION SELECT u.id, u.parent_id FROM savings_unit u JOIN above ON u.id = above.parent_id
        ) SELECT 1 FROM above WHERE id = NEW.id
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB003', MESSAGE = format('unit %s would stand above itself', NEW.code);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER unit_tree_has_no_circle BEFORE INSERT OR UPDATE ON savings_unit FOR EACH ROW
    WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION valby_check_unit_tree();

-- The words of a document that an approved entry rests on are part of that entry's hash.
CREATE FUNCTION valby_freeze_document() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD IS DISTINCT FROM NEW AND (
        EXISTS (SELECT 1 FROM savings_entry e JOIN savings_approval a ON a.entry_id = e.id WHERE e.decision_id = OLD.id)
        OR EXISTS (SELECT 1 FROM savings_evidence v JOIN savings_approval a ON a.entry_id = v.entry_id
                   WHERE v.document_id = OLD.id)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB004', MESSAGE = format('approved entries rest on %s', OLD.reference);
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER document_is_frozen_by_approval BEFORE UPDATE OR DELETE ON savings_document FOR EACH ROW
    EXECUTE FUNCTION valby_freeze_document();

-- ---------------------------------------------------------------------------------------------------------------
-- Lines belong to an entry that nobody has been shown yet, and to its programme.
-- ---------------------------------------------------------------------------------------------------------------
CREATE FUNCTION valby_check_line() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE owner savings_entry;
BEGIN
    -- FOR SHARE meets the FOR UPDATE of submission and approval: a line cannot slip in beside them.
    SELECT * INTO owner FROM savings_entry WHERE id = NEW.entry_id FOR SHARE;
    IF EXISTS (SELECT 1 FROM savings_submission WHERE entry_id = NEW.entry_id)
       OR EXISTS (SELECT 1 FROM savings_refusal WHERE entry_id = NEW.entry_id)
       OR EXISTS (SELECT 1 FROM savings_approval WHERE entry_id = NEW.entry_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB005', MESSAGE = format('entry %s is no longer open for lines', NEW.entry_id);
    END IF;
    IF TG_TABLE_NAME IN ('savings_posting', 'savings_statement') THEN
        IF NEW.initiative_id IS NOT NULL AND owner.programme_id IS DISTINCT FROM
           (SELECT programme_id FROM savings_initiative WHERE id = NEW.initiative_id) THEN
            RAISE EXCEPTION USING ERRCODE = 'VB006', MESSAGE = 'the initiative belongs to another programme';
        END IF;
    END IF;
    IF TG_TABLE_NAME = 'savings_posting' THEN
        IF NEW.takes_back_id IS NOT NULL AND NEW.takes_back_id IS DISTINCT FROM owner.corrects_id THEN
            RAISE EXCEPTION USING ERRCODE = 'VB007', MESSAGE = 'a line can only take back from the entry that is corrected';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER posting_joins_an_open_entry BEFORE INSERT ON savings_posting FOR EACH ROW EXECUTE FUNCTION valby_check_line();
CREATE TRIGGER statement_joins_an_open_entry BEFORE INSERT ON savings_statement FOR EACH ROW EXECUTE FUNCTION valby_check_line();
CREATE TRIGGER evidence_joins_an_open_entry BEFORE INSERT ON savings_evidence FOR EACH ROW EXECUTE FUNCTION valby_check_line();

CREATE FUNCTION valby_check_point() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM savings_pricerelease WHERE id = NEW.release_id FOR SHARE;
    IF EXISTS (SELECT 1 FROM savings_approval WHERE release_id = NEW.release_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB005', MESSAGE = format('price release %s is approved', NEW.release_id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pricepoint_joins_an_open_release BEFORE INSERT ON savings_pricepoint FOR EACH ROW EXECUTE FUNCTION valby_check_point();

-- ---------------------------------------------------------------------------------------------------------------
-- Submitting and refusing.
-- ---------------------------------------------------------------------------------------------------------------
CREATE FUNCTION valby_check_handling() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE owner savings_entry;
BEGIN
    SELECT * INTO owner FROM savings_entry WHERE id = NEW.entry_id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM savings_approval WHERE entry_id = NEW.entry_id)
       OR EXISTS (SELECT 1 FROM savings_refusal WHERE entry_id = NEW.entry_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB008', MESSAGE = format('entry %s is already decided', NEW.entry_id);
    END IF;
    IF TG_TABLE_NAME = 'savings_submission' THEN
        IF NEW.by_id <> owner.recorded_by_id THEN
            RAISE EXCEPTION USING ERRCODE = 'VB009', MESSAGE = 'only its recorder can submit an entry';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM savings_posting WHERE entry_id = NEW.entry_id)
           AND NOT EXISTS (SELECT 1 FROM savings_statement WHERE entry_id = NEW.entry_id) THEN
            RAISE EXCEPTION USING ERRCODE = 'VB010', MESSAGE = format('entry %s has no lines', NEW.entry_id);
        END IF;
    ELSIF (NEW.outcome = 'withdrawn') <> (NEW.by_id = owner.recorded_by_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB009',
            MESSAGE = 'its recorder withdraws an entry; somebody else rejects it';
    ELSIF NEW.outcome = 'rejected' AND NOT EXISTS (SELECT 1 FROM savings_submission WHERE entry_id = NEW.entry_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB011', MESSAGE = format('entry %s is not submitted', NEW.entry_id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER submission_is_allowed BEFORE INSERT ON savings_submission FOR EACH ROW EXECUTE FUNCTION valby_check_handling();
CREATE TRIGGER refusal_is_allowed BEFORE INSERT ON savings_refusal FOR EACH ROW EXECUTE FUNCTION valby_check_handling();

-- ---------------------------------------------------------------------------------------------------------------
-- Approving: the only way into the figures.
-- ---------------------------------------------------------------------------------------------------------------
CREATE FUNCTION valby_check_link(link savings_approval) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE head savings_ledgerhead;
BEGIN
    SELECT * INTO head FROM savings_ledgerhead WHERE id = 1 FOR UPDATE;
    IF link.position <> head.position + 1 OR link.previous_hash <> head.hash THEN
        RAISE EXCEPTION USING ERRCODE = 'VB012', MESSAGE = format('link %s does not follow the head %s', link.position, head.position);
    END IF;
END $$;

CREATE FUNCTION valby_check_levels_seen(approved bigint, programme bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE stale record;
BEGIN
    SELECT p.kind, p.year, p.seen, COALESCE(now.amount, 0) AS amount INTO stale
    FROM savings_posting p
    LEFT JOIN LATERAL (
        SELECT sum(b.amount) AS amount FROM savings_balance b
        WHERE b.programme_id = programme AND b.kind = p.kind AND b.year = p.year
          AND b.unit_id IS NOT DISTINCT FROM p.unit_id AND b.initiative_id IS NOT DISTINCT FROM p.initiative_id
          AND b.price_level IS NOT DISTINCT FROM p.price_level
    ) now ON true
    WHERE p.entry_id = approved AND p.seen IS NOT NULL AND p.seen <> COALESCE(now.amount, 0)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'VB013', MESSAGE = format('the level of %s %s was %s when seen and is %s now',
            stale.kind, stale.year, stale.seen, stale.amount), DETAIL = format('%s;%s', stale.seen, stale.amount);
    END IF;
END $$;

CREATE FUNCTION valby_check_correction(correction savings_entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE corrected savings_entry;
BEGIN
    SELECT * INTO corrected FROM savings_entry WHERE id = correction.corrects_id;
    IF corrected.programme_id <> correction.programme_id OR corrected.booked_on > correction.booked_on
       OR NOT EXISTS (SELECT 1 FROM savings_approval WHERE entry_id = corrected.id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB014',
            MESSAGE = 'only an approved entry of the same programme, booked no later, can be corrected';
    END IF;
    IF EXISTS (SELECT 1 FROM savings_entry e JOIN savings_approval a ON a.entry_id = e.id WHERE e.corrects_id = corrected.id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB015', MESSAGE = format('entry %s is already corrected', corrected.id);
    END IF;
    IF EXISTS (
        SELECT 1 FROM savings_posting
        WHERE (entry_id = corrected.id AND takes_back_id IS NULL) OR (entry_id = correction.id AND takes_back_id IS NOT NULL)
        GROUP BY kind, unit_id, initiative_id, year, price_level, earliest_year HAVING sum(amount) <> 0
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB016', MESSAGE = format('the correction does not take back entry %s whole', corrected.id);
    END IF;
END $$;

-- Secured may not fall below zero, nor offsets rise above it, per unit, year and price level, on any day: a krone cannot be
-- taken from what was not there. Days are booking days, so that no earlier status can show it either.
CREATE FUNCTION valby_check_bounds(approved bigint, programme bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE broken record;
BEGIN
    SELECT cell.kind, cell.year, days.running INTO broken
    FROM (SELECT DISTINCT kind, unit_id, year, price_level FROM savings_posting
          WHERE entry_id = approved AND ((kind = 'secured' AND amount < 0) OR (kind = 'offset' AND amount > 0))) cell,
    LATERAL (
        SELECT sum(p.amount) OVER (ORDER BY e.booked_on) AS running
        FROM savings_posting p
        JOIN savings_entry e ON e.id = p.entry_id
        JOIN savings_approval a ON a.entry_id = e.id
        WHERE p.kind IN ('secured', 'offset') AND p.kind = cell.kind AND p.year = cell.year
          AND p.unit_id IS NOT DISTINCT FROM cell.unit_id AND p.price_level IS NOT DISTINCT FROM cell.price_level
          AND e.programme_id = programme
    ) days
    WHERE (cell.kind = 'secured' AND days.running < 0) OR (cell.kind = 'offset' AND days.running > 0)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'VB017', MESSAGE = format('%s %s would come to %s', broken.kind, broken.year, broken.running),
            DETAIL = format('%s;%s;%s', broken.kind, broken.year, broken.running);
    END IF;
END $$;

CREATE FUNCTION valby_check_entry(link savings_approval) RETURNS void
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
    IF EXISTS (SELECT 1 FROM savings_closing WHERE (programme_id IS NULL OR programme_id = owner.programme_id)
               AND through >= owner.booked_on) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB019', MESSAGE = format('the books are closed on %s', owner.booked_on);
    END IF;
    PERFORM valby_check_levels_seen(owner.id, owner.programme_id);
    IF owner.corrects_id IS NOT NULL THEN
        PERFORM valby_check_correction(owner);
    END IF;
END $$;

CREATE FUNCTION valby_check_release(link savings_approval) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE owner savings_pricerelease;
BEGIN
    SELECT * INTO owner FROM savings_pricerelease WHERE id = link.release_id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM savings_approval WHERE release_id = owner.id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB008', MESSAGE = format('price release %s is already approved', owner.id);
    END IF;
    IF link.by_id = owner.recorded_by_id THEN
        RAISE EXCEPTION USING ERRCODE = 'VB018', MESSAGE = 'a price release is approved by somebody other than its recorder';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM savings_pricepoint WHERE release_id = owner.id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB010', MESSAGE = format('price release %s has no points', owner.id);
    END IF;
END $$;

CREATE FUNCTION valby_check_approval() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM valby_check_link(NEW);
    IF NEW.entry_id IS NOT NULL THEN
        PERFORM valby_check_entry(NEW);
    END IF;
    IF NEW.release_id IS NOT NULL THEN
        PERFORM valby_check_release(NEW);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approval_is_allowed BEFORE INSERT ON savings_approval FOR EACH ROW EXECUTE FUNCTION valby_check_approval();

-- ---------------------------------------------------------------------------------------------------------------
-- What an approval moves: the running totals, the documents behind initiatives, and the head.
-- ---------------------------------------------------------------------------------------------------------------
CREATE FUNCTION valby_keep_totals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE owner savings_entry;
BEGIN
    SELECT * INTO owner FROM savings_entry WHERE id = NEW.entry_id;
    INSERT INTO savings_balance AS b (programme_id, kind, unit_id, initiative_id, year, price_level, earliest_year, evidenced, amount)
    SELECT owner.programme_id, p.kind, p.unit_id, p.initiative_id, p.year, p.price_level, p.earliest_year,
           p.kind = 'realised' AND EXISTS (SELECT 1 FROM savings_evidence v WHERE v.entry_id = COALESCE(p.takes_back_id, p.entry_id)) AS evidenced,
           sum(p.amount)
    FROM savings_posting p WHERE p.entry_id = owner.id
    GROUP BY p.kind, p.unit_id, p.initiative_id, p.year, p.price_level, p.earliest_year, evidenced
    ON CONFLICT ON CONSTRAINT balance_one_per_cell DO UPDATE SET amount = b.amount + EXCLUDED.amount;

    INSERT INTO savings_initiativedocument AS d (programme_id, initiative_id, document_id, page, note, first_booked_on)
    SELECT DISTINCT ON (p.initiative_id, v.document_id, v.page)
           owner.programme_id, p.initiative_id, v.document_id, v.page, v.note, owner.booked_on
    FROM savings_evidence v
    JOIN savings_posting p ON p.entry_id = v.entry_id AND p.kind = 'realised' AND p.takes_back_id IS NULL
    WHERE v.entry_id = owner.id
    ORDER BY p.initiative_id, v.document_id, v.page, v.id
    ON CONFLICT ON CONSTRAINT initiative_document_once
    DO UPDATE SET first_booked_on = LEAST(d.first_booked_on, EXCLUDED.first_booked_on);

    PERFORM valby_check_bounds(owner.id, owner.programme_id);
    RETURN NULL;
END $$;
CREATE TRIGGER approval_moves_the_totals AFTER INSERT ON savings_approval FOR EACH ROW
    WHEN (NEW.entry_id IS NOT NULL) EXECUTE FUNCTION valby_keep_totals();

-- The waiting list: in on submission, out on decision.
CREATE FUNCTION valby_keep_waiting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'savings_submission' THEN
        INSERT INTO savings_waiting (entry_id, programme_id) SELECT id, programme_id FROM savings_entry WHERE id = NEW.entry_id;
    ELSE
        DELETE FROM savings_waiting WHERE entry_id = NEW.entry_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER submission_begins_the_wait AFTER INSERT ON savings_submission FOR EACH ROW EXECUTE FUNCTION valby_keep_waiting();
CREATE TRIGGER refusal_ends_the_wait AFTER INSERT ON savings_refusal FOR EACH ROW EXECUTE FUNCTION valby_keep_waiting();
CREATE TRIGGER approval_ends_the_wait AFTER INSERT ON savings_approval FOR EACH ROW EXECUTE FUNCTION valby_keep_waiting();

CREATE FUNCTION valby_move_head() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE savings_ledgerhead SET position = NEW.position, hash = NEW.hash, moment = NEW.at WHERE id = 1;
    RETURN NULL;
END $$;
CREATE TRIGGER approval_moves_the_head AFTER INSERT ON savings_approval FOR EACH ROW EXECUTE FUNCTION valby_move_head();
