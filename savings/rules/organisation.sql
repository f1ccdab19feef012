-- Units, programmes, initiatives and milestones: codes that stay, and a tree without circles.

GRANT SELECT, INSERT, UPDATE ON savings_unit, savings_programme, savings_initiative TO :"role";
GRANT SELECT, INSERT, UPDATE, DELETE ON savings_programmeunit, savings_milestone TO :"role";
SELECT valby_make_move_shared_stamp('unit');
SELECT valby_make_move_stamps('programme', 'SELECT id FROM moved'),
       valby_make_move_stamps('programmeunit', 'SELECT programme_id FROM moved'),
       valby_make_move_stamps('initiative', 'SELECT programme_id FROM moved'),
       valby_make_move_stamps('milestone', 'SELECT programme_id FROM moved');
SELECT valby_make_leave_trail('unit', 'programme', 'initiative', 'milestone');
CREATE TRIGGER zy_taking_part_leaves_a_trail AFTER INSERT OR DELETE ON savings_programmeunit FOR EACH ROW
    EXECUTE FUNCTION valby_trail_link('programme');

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
