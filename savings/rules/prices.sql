-- Price series, their releases and points: added only, approved by somebody other than the recorder.

GRANT SELECT, INSERT ON savings_priceseries, savings_pricerelease, savings_pricepoint TO :"role";
SELECT valby_make_append_only('priceseries', 'pricerelease', 'pricepoint');
SELECT valby_make_move_shared_stamp('priceseries');
SELECT valby_make_leave_trail('priceseries');

CREATE FUNCTION valby_check_point() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM savings_pricerelease WHERE id = NEW.release_id FOR SHARE;
    IF EXISTS (SELECT 1 FROM savings_approval WHERE release_id = NEW.release_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB005', MESSAGE = format('price release %s is approved', NEW.release_id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pricepoint_joins_an_open_release BEFORE INSERT ON savings_pricepoint FOR EACH ROW
    EXECUTE FUNCTION valby_check_point();

-- Called by the approval's trigger.
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

CREATE FUNCTION valby_trail_release() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM valby_add_trail('recorded', 'pricerelease', NEW.id, (SELECT name FROM savings_priceseries WHERE id = NEW.series_id),
        NULL, NULL, jsonb_build_object('note', NEW.note, 'announced_on', NEW.announced_on), NEW.recorded_by_id, NEW.recorded_at, NEW.note);
    RETURN NULL;
END $$;
CREATE TRIGGER zy_pricerelease_leaves_a_trail AFTER INSERT ON savings_pricerelease FOR EACH ROW
    EXECUTE FUNCTION valby_trail_release();
