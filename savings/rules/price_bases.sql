-- Price bases: added only, set by a dated decision, approved by somebody other than the recorder, not in closed books.

GRANT SELECT, INSERT ON savings_pricebasis TO :"role";
SELECT valby_make_append_only('pricebasis');

-- Called by the approval's trigger.
CREATE FUNCTION valby_check_basis(link savings_approval) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE owner savings_pricebasis;
BEGIN
    SELECT * INTO owner FROM savings_pricebasis WHERE id = link.basis_id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM savings_approval WHERE basis_id = owner.id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB008', MESSAGE = format('price basis %s is already approved', owner.id);
    END IF;
    IF link.by_id = owner.recorded_by_id THEN
        RAISE EXCEPTION USING ERRCODE = 'VB018', MESSAGE = 'a price basis is approved by somebody other than its recorder';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM savings_document d
                   WHERE d.id = owner.decision_id AND d.sort = 'decision' AND d.decided_on IS NOT NULL) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB075', MESSAGE = format('price basis %s rests on no dated decision', owner.id);
    END IF;
    IF EXISTS (SELECT 1 FROM savings_closing c
               WHERE (c.programme_id IS NULL OR c.programme_id = owner.programme_id) AND c.through >= owner.valid_from) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB019', MESSAGE = format('the books are closed on %s', owner.valid_from);
    END IF;
END $$;

CREATE FUNCTION valby_trail_basis() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM valby_add_trail('recorded', 'pricebasis', NEW.id, (SELECT name FROM savings_programme WHERE id = NEW.programme_id),
        NEW.programme_id, NULL,
        jsonb_build_object('level', NEW.level, 'valid_from', NEW.valid_from, 'decision_id', NEW.decision_id, 'page', NEW.page),
        NEW.recorded_by_id, NEW.recorded_at, '');
    RETURN NULL;
END $$;
CREATE TRIGGER zy_pricebasis_leaves_a_trail AFTER INSERT ON savings_pricebasis FOR EACH ROW EXECUTE FUNCTION valby_trail_basis();
