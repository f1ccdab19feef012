-- Approving, the only way into the figures: by somebody other than the recorder, as the next link of the chain.

GRANT SELECT, INSERT ON savings_approval TO :"role";
SELECT valby_make_append_only('approval');

CREATE FUNCTION valby_check_link(link savings_approval) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE head savings_ledgerhead;
BEGIN
    SELECT * INTO head FROM savings_ledgerhead WHERE id = 1 FOR UPDATE;
    IF link.position <> head.position + 1 OR link.previous_hash <> head.hash THEN
        RAISE EXCEPTION USING ERRCODE = 'VB012', MESSAGE = format('link %s does not follow the head %s', link.position, head.position);
    END IF;
    IF link.at < head.moment AND NOT valby_takes_past_moments() THEN
        RAISE EXCEPTION USING ERRCODE = 'VB032', MESSAGE = format('a link of %s cannot follow one of %s', link.at, head.moment);
    END IF;
    IF link.version <> 1 THEN
        RAISE EXCEPTION USING ERRCODE = 'VB033', MESSAGE = format('links are not made in form %s any more, or not yet', link.version);
    END IF;
END $$;

CREATE FUNCTION valby_check_entry(link savings_approval) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE owner savings_entry;
BEGIN
    SELECT * INTO owner FROM savings_entry WHERE id = link.entry_id FOR UPDATE;
    PERFORM valby_refuse_decided(owner.id);
    IF link.by_id = owner.recorded_by_id THEN
        RAISE EXCEPTION USING ERRCODE = 'VB018', MESSAGE = 'an entry is approved by somebody other than its recorder';
    END IF;
    PERFORM valby_require_submission(owner.id);
    PERFORM valby_check_books_open(owner);
    PERFORM valby_check_plan(owner);
    PERFORM valby_check_levels_after(owner);
    IF owner.corrects_id IS NOT NULL THEN
        PERFORM valby_check_correction(owner);
    END IF;
    PERFORM valby_add_derived_lines(owner);
END $$;

CREATE FUNCTION valby_check_approval() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE true_hash text;
BEGIN
    PERFORM valby_check_link(NEW);
    IF NEW.entry_id IS NOT NULL THEN
        PERFORM valby_check_entry(NEW);
    END IF;
    IF NEW.release_id IS NOT NULL THEN
        PERFORM valby_check_release(NEW);
    END IF;
    IF NEW.basis_id IS NOT NULL THEN
        PERFORM valby_check_basis(NEW);
    END IF;
    -- The hash is the database's own; whoever sends one must have the same.
    true_hash := valby_hash_link(NEW);
    IF NEW.hash NOT IN ('', true_hash) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB033', MESSAGE = format('the hash of link %s is %s', NEW.position, true_hash);
    END IF;
    NEW.hash := true_hash;
    RETURN NEW;
END $$;
CREATE TRIGGER approval_is_allowed BEFORE INSERT ON savings_approval FOR EACH ROW EXECUTE FUNCTION valby_check_approval();

CREATE FUNCTION valby_move_head() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE savings_ledgerhead SET position = NEW.position, hash = NEW.hash, moment = NEW.at WHERE id = 1;
    -- A release of prices can move the amounts of any programme.
    PERFORM valby_move_stamps(ARRAY[COALESCE((SELECT e.programme_id FROM savings_entry e WHERE e.id = NEW.entry_id),
                                             (SELECT b.programme_id FROM savings_pricebasis b WHERE b.id = NEW.basis_id))]);
    RETURN NULL;
END $$;
CREATE TRIGGER approval_moves_the_head AFTER INSERT ON savings_approval FOR EACH ROW EXECUTE FUNCTION valby_move_head();

CREATE FUNCTION valby_trail_approval() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE subject text; label text; programme bigint;
BEGIN
    IF NEW.entry_id IS NOT NULL THEN
        SELECT 'entry', e.text, e.programme_id INTO subject, label, programme FROM savings_entry e WHERE e.id = NEW.entry_id;
    ELSIF NEW.release_id IS NOT NULL THEN
        SELECT 'pricerelease', s.name INTO subject, label FROM savings_priceseries s
        JOIN savings_pricerelease r ON r.series_id = s.id WHERE r.id = NEW.release_id;
    ELSE
        SELECT 'pricebasis', p.name, p.id INTO subject, label, programme FROM savings_programme p
        JOIN savings_pricebasis b ON b.programme_id = p.id WHERE b.id = NEW.basis_id;
    END IF;
    PERFORM valby_add_trail('approved', subject, COALESCE(NEW.entry_id, NEW.release_id, NEW.basis_id), label, programme, NULL,
        jsonb_build_object('position', NEW.position, 'hash', NEW.hash), NEW.by_id, NEW.at, '');
    RETURN NULL;
END $$;
CREATE TRIGGER zy_approval_leaves_a_trail AFTER INSERT ON savings_approval FOR EACH ROW EXECUTE FUNCTION valby_trail_approval();
