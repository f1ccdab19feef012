-- Plans: what is approved of a plan changes only by an entry that names a decision.

CREATE FUNCTION valby_check_plan(owner savings_entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF owner.decision_id IS NULL AND EXISTS (
        SELECT 1
        FROM (SELECT unit_id, initiative_id, year FROM savings_posting WHERE entry_id = owner.id AND kind = 'plan'
              UNION ALL
              SELECT unit_id, initiative_id, year FROM savings_statedlevel WHERE entry_id = owner.id AND kind = 'plan') p
        JOIN savings_balance b
          ON b.programme_id = owner.programme_id AND b.kind = 'plan' AND b.year = p.year AND b.amount <> 0
         AND b.unit_id IS NOT DISTINCT FROM p.unit_id AND b.initiative_id IS NOT DISTINCT FROM p.initiative_id
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB020', MESSAGE = 'an approved plan changes only by a decision';
    END IF;
END $$;
