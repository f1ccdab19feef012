-- Stated levels: a level holds from its day until the next one, whatever is booked before or after it and approved in any order.

-- An entry holds what was stated. The lines that make the ledger say so are worked out here, at the approval and under the lock:
-- what differs from the level on its day, and what of an earlier day is taken back on the day of a later level. They are
-- postings of the entry, and in its hash. Within one day, what is approved later comes later.
--
-- A cell is a kind, unit, initiative and year of a programme; its parts are told apart by price level, band and evidence. What
-- an entry states of one cell are the parts of one level: they replace all parts that stood.

GRANT SELECT, INSERT ON savings_statedlevel TO :"role";
SELECT valby_make_append_only('statedlevel');

-- What stays documented when a level is stated without evidence: what was, as far as the level reaches.
CREATE FUNCTION valby_limit_documented(documented numeric, stated numeric) RETURNS numeric LANGUAGE sql IMMUTABLE
RETURN GREATEST(LEAST(documented, stated), 0);

-- What is said of a cell as of the end of a day, part by part: the last standing level and the changes after it. An entry stands
-- until the day of its correction. `approving` counts as if it were approved, after all others; `without` as if it were not.
CREATE FUNCTION valby_compute_said(in_programme bigint, in_kind text, in_unit bigint, in_initiative bigint, in_year integer,
                                   in_day date, approving bigint, without bigint)
RETURNS TABLE (price_level smallint, earliest_year smallint, evidenced boolean, amount numeric, lines bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH RECURSIVE said AS MATERIALIZED (
        SELECT l.entry_id, true AS is_level, l.price_level, l.earliest_year, l.amount FROM savings_statedlevel l
        WHERE COALESCE(l.initiative_id, 0) = COALESCE(in_initiative, 0) AND COALESCE(l.unit_id, 0) = COALESCE(in_unit, 0)
          AND l.year = in_year AND l.kind = in_kind
        UNION ALL
        SELECT p.entry_id, false, p.price_level, p.earliest_year, p.amount FROM savings_posting p
        WHERE COALESCE(p.initiative_id, 0) = COALESCE(in_initiative, 0) AND COALESCE(p.unit_id, 0) = COALESCE(in_unit, 0)
          AND p.year = in_year AND p.kind = in_kind AND NOT p.derived AND p.takes_back_id IS NULL
    ), standing AS MATERIALIZED (
        SELECT e.id, e.booked_on, COALESCE(a.position, 9223372036854775807) AS position,
               in_kind = 'realised' AND EXISTS (SELECT 1 FROM savings_evidence v WHERE v.entry_id = e.id) AS evidenced
        FROM savings_entry e LEFT JOIN savings_approval a ON a.entry_id = e.id
        WHERE e.id IN (SELECT entry_id FROM said) AND e.programme_id = in_programme AND e.booked_on <= in_day
          AND (a.position IS NOT NULL OR e.id = approving) AND e.id IS DISTINCT FROM without
          AND NOT EXISTS (SELECT 1 FROM savings_entry c LEFT JOIN savings_approval ca ON ca.entry_id = c.id
                          WHERE c.corrects_id = e.id AND c.booked_on <= in_day AND (ca.position IS NOT NULL OR c.id = approving))
    ), levels AS MATERIALIZED (
        SELECT s.*, row_number() OVER (ORDER BY s.booked_on, s.position) AS n FROM standing s
        WHERE s.id IN (SELECT entry_id FROM said WHERE is_level)
    ), changes AS MATERIALIZED (
        SELECT c.price_level, c.earliest_year, c.amount, s.evidenced,
               (SELECT count(*) FROM levels l WHERE (l.booked_on, l.position) < (s.booked_on, s.position)) AS after
        FROM said c JOIN standing s ON s.id = c.entry_id WHERE NOT c.is_level
    ), last AS (
        SELECT COALESCE(max(n), 0) AS n FROM levels
    ), documented AS (
        SELECT 0::bigint AS n, said.price_level, 0::numeric AS amount FROM said WHERE in_kind = 'realised' GROUP BY 1, 2
        UNION ALL
        SELECT l.n, d.price_level, CASE WHEN l.evidenced THEN stated.amount
                                        ELSE valby_limit_documented(d.amount + added.amount, stated.amount) END
        FROM documented d
        JOIN levels l ON l.n = d.n + 1
        CROSS JOIN LATERAL (SELECT COALESCE(sum(s.amount), 0) AS amount FROM said s WHERE s.is_level AND s.entry_id = l.id
                            AND s.price_level IS NOT DISTINCT FROM d.price_level) stated
        CROSS JOIN LATERAL (SELECT COALESCE(sum(c.amount), 0) AS amount FROM changes c WHERE c.after = d.n AND c.evidenced
                            AND c.price_level IS NOT DISTINCT FROM d.price_level) added
    ), parts AS (
        SELECT s.price_level, s.earliest_year, l.evidenced, s.amount, 1 AS lines
        FROM last JOIN levels l ON l.n = last.n JOIN said s ON s.entry_id = l.id AND s.is_level
        UNION ALL
        -- Of a level without evidence, what was documented before stays so.
        SELECT d.price_level, NULL, sign.evidenced, sign.value * d.amount, CASE WHEN sign.evidenced THEN 1 ELSE 0 END
        FROM last JOIN levels l ON l.n = last.n AND NOT l.evidenced JOIN documented d ON d.n = last.n AND d.amount <> 0
        CROSS JOIN (VALUES (true, 1), (false, -1)) sign (evidenced, value)
        UNION ALL
        SELECT c.price_level, c.earliest_year, c.evidenced, c.amount, 1 FROM last JOIN changes c ON c.after = last.n
    )
    SELECT parts.price_level, parts.earliest_year, parts.evidenced, sum(parts.amount), sum(parts.lines)
    FROM parts GROUP BY 1, 2, 3;
END $$;

GRANT EXECUTE ON FUNCTION valby_compute_said(bigint, text, bigint, bigint, integer, date, bigint, bigint) TO :"role";

-- The lines that an entry gets because of stated levels, were it approved now: planned for each entry, since one has a line and
-- another a hundred thousand, and by the indexes, since statistics are older than what an import has just written.
CREATE FUNCTION valby_work_out_lines(number bigint)
RETURNS TABLE (kind varchar, unit_id bigint, initiative_id bigint, year smallint, price_level smallint, earliest_year smallint,
               evidenced boolean, booked_on date, amount numeric, lines bigint, text text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET enable_seqscan = off SET plan_cache_mode = force_custom_plan AS $$
    WITH own AS MATERIALIZED (
        SELECT * FROM savings_entry WHERE id = number
    ), stated AS MATERIALIZED (
        -- What it states itself, and what was stated by the entry that it takes back.
        SELECT l.entry_id = number AS is_own, l.kind, l.unit_id, l.initiative_id, l.year, l.price_level, l.earliest_year,
               l.kind = 'realised' AND EXISTS (SELECT 1 FROM savings_evidence v WHERE v.entry_id = l.entry_id) AS evidenced,
               sum(l.amount) AS amount, count(*) AS lines,
               CASE WHEN l.entry_id = number THEN string_agg(l.text, '; ' ORDER BY l.id) FILTER (WHERE l.text <> '') END AS text
        FROM own JOIN savings_statedlevel l ON l.entry_id IN (own.id, own.corrects_id)
        GROUP BY l.entry_id, l.kind, l.unit_id, l.initiative_id, l.year, l.price_level, l.earliest_year
    ), cells AS MATERIALIZED (
        SELECT c.kind, c.unit_id, c.initiative_id, c.year, COALESCE(c.unit_id, 0) AS unit, COALESCE(c.initiative_id, 0) AS initiative,
               bool_or(c.is_level) AS is_level, bool_or(c.is_changed) AS is_changed
        FROM (SELECT s.kind, s.unit_id, s.initiative_id, s.year, s.is_own AS is_level, NOT s.is_own AS is_changed FROM stated s
              UNION ALL
              SELECT p.kind, p.unit_id, p.initiative_id, p.year, false, true FROM savings_posting p
              WHERE p.entry_id = number AND NOT p.derived) c
        GROUP BY 1, 2, 3, 4
    ), ways AS MATERIALIZED (
        -- A level after which nothing is booked is held against the balances, which is quick; a change meets levels or needs
        -- nothing; all else is said anew for each day on which something was worked out before.
        SELECT c.*, CASE
            WHEN c.is_level AND NOT c.is_changed AND NOT EXISTS (
                SELECT 1 FROM savings_posting p
                WHERE COALESCE(p.initiative_id, 0) = c.initiative AND COALESCE(p.unit_id, 0) = c.unit AND p.year = c.year
                  AND p.kind = c.kind AND p.booked_on > own.booked_on) THEN 'latest'
            WHEN c.is_level OR EXISTS (
                SELECT 1 FROM savings_statedlevel l
                JOIN savings_entry e ON e.id = l.entry_id AND e.programme_id = own.programme_id
                JOIN savings_approval a ON a.entry_id = e.id
                WHERE COALESCE(l.initiative_id, 0) = c.initiative AND COALESCE(l.unit_id, 0) = c.unit AND l.year = c.year
                  AND l.kind = c.kind AND (own.corrects_id IS NOT NULL OR e.booked_on > own.booked_on)) THEN 'anew'
            END AS way
        FROM cells c CROSS JOIN own
    ), held AS MATERIALIZED (
        SELECT w.kind, w.unit_id, w.initiative_id, w.year, b.price_level, b.earliest_year, b.evidenced, b.amount, b.lines
        FROM ways w CROSS JOIN own
        JOIN savings_balance b ON b.programme_id = own.programme_id AND b.kind = w.kind AND b.year = w.year
             AND COALESCE(b.unit_id, 0) = w.unit AND COALESCE(b.initiative_id, 0) = w.initiative
        WHERE w.way = 'latest'
    ), documented AS MATERIALIZED (
        SELECT s.kind, s.unit_id, s.initiative_id, s.year, s.price_level, valby_limit_documented(sum(h.amount), s.amount) AS amount
        FROM stated s JOIN held h ON h.evidenced AND h.kind = s.kind AND h.year = s.year
             AND COALESCE(h.unit_id, 0) = COALESCE(s.unit_id, 0) AND COALESCE(h.initiative_id, 0) = COALESCE(s.initiative_id, 0)
             AND h.price_level IS NOT DISTINCT FROM s.price_level
        WHERE s.is_own AND NOT s.evidenced
        GROUP BY 1, 2, 3, 4, 5, s.amount
    ), days AS MATERIALIZED (
        SELECT w.kind, w.unit_id, w.initiative_id, w.year, w.unit, w.initiative, own.booked_on AS day FROM ways w CROSS JOIN own
        WHERE w.way = 'anew'
        UNION
        SELECT w.kind, w.unit_id, w.initiative_id, w.year, w.unit, w.initiative, p.booked_on
        FROM ways w CROSS JOIN own
        JOIN savings_posting p ON COALESCE(p.initiative_id, 0) = w.initiative AND COALESCE(p.unit_id, 0) = w.unit AND p.year = w.year
             AND p.kind = w.kind AND p.booked_on > own.booked_on AND (p.derived OR p.takes_back_id IS NOT NULL)
        WHERE w.way = 'anew'
    ), gaps AS MATERIALIZED (
        -- By how much the postings fall short of what is said, at the end of each day.
        SELECT d.kind, d.unit_id, d.initiative_id, d.year, d.day, g.price_level, g.earliest_year, g.evidenced,
               sum(g.amount) AS amount, sum(g.lines) AS lines
        FROM days d CROSS JOIN own CROSS JOIN LATERAL (
            SELECT * FROM valby_compute_said(own.programme_id, d.kind, d.unit_id, d.initiative_id, d.year, d.day, number, NULL)
            UNION ALL
            SELECT p.price_level, p.earliest_year, p.evidenced, -p.amount, -p.lines
            FROM savings_posting p
            JOIN savings_entry e ON e.id = p.entry_id AND e.programme_id = own.programme_id
            LEFT JOIN savings_approval a ON a.entry_id = e.id
            WHERE COALESCE(p.initiative_id, 0) = d.initiative AND COALESCE(p.unit_id, 0) = d.unit AND p.year = d.year
              AND p.kind = d.kind AND p.booked_on <= d.day AND (a.position IS NOT NULL OR e.id = number)
        ) g
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    ), steps AS (
        -- A gap is closed on its day, and opened again on the day from which there is none.
        SELECT g.kind, g.unit_id, g.initiative_id, g.year, g.price_level, g.earliest_year, g.evidenced, at.day,
               sign.value * g.amount AS amount, sign.value * g.lines AS lines
        FROM gaps g
        CROSS JOIN (VALUES (1), (-1)) sign (value)
        CROSS JOIN LATERAL (
            SELECT CASE WHEN sign.value = 1 THEN g.day ELSE (
                SELECT min(d.day) FROM days d WHERE d.day > g.day AND d.kind = g.kind AND d.year = g.year
                AND d.unit = COALESCE(g.unit_id, 0) AND d.initiative = COALESCE(g.initiative_id, 0)) END AS day) at
        WHERE at.day IS NOT NULL
    ), worked_out AS (
        SELECT s.kind, s.unit_id, s.initiative_id, s.year, s.price_level, s.earliest_year, s.evidenced, s.day, s.amount, s.lines,
               false AS is_kept, NULL AS text
        FROM steps s
        UNION ALL
        SELECT h.kind, h.unit_id, h.initiative_id, h.year, h.price_level, h.earliest_year, h.evidenced, own.booked_on,
               -h.amount, -h.lines, false, NULL
        FROM held h CROSS JOIN own
        UNION ALL
        -- A part that is stated has its line, even of 0, so that the entry stands behind its figure.
        SELECT s.kind, s.unit_id, s.initiative_id, s.year, s.price_level, s.earliest_year, s.evidenced, own.booked_on,
               CASE WHEN s.is_own AND w.way = 'latest' THEN s.amount ELSE 0 END,
               CASE WHEN s.is_own AND w.way = 'latest' THEN s.lines ELSE 0 END, true, s.text
        FROM stated s CROSS JOIN own
        JOIN ways w ON w.kind = s.kind AND w.year = s.year AND w.unit = COALESCE(s.unit_id, 0)
             AND w.initiative = COALESCE(s.initiative_id, 0)
        UNION ALL
        SELECT d.kind, d.unit_id, d.initiative_id, d.year, d.price_level, NULL, sign.evidenced, own.booked_on,
               sign.value * d.amount, CASE WHEN sign.evidenced THEN 1 ELSE 0 END, false, NULL
        FROM documented d CROSS JOIN own CROSS JOIN (VALUES (true, 1), (false, -1)) sign (evidenced, value)
        WHERE d.amount <> 0
    )
    SELECT w.kind, w.unit_id, w.initiative_id, w.year, w.price_level, w.earliest_year, w.evidenced, w.day, sum(w.amount), sum(w.lines),
           COALESCE(max(w.text), '')
    FROM worked_out w
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    HAVING sum(w.amount) <> 0 OR sum(w.lines) <> 0 OR bool_or(w.is_kept)
    ORDER BY 8, 1, 4, 2, 3, 5, 6, 7
$$;

CREATE FUNCTION valby_work_out(number bigint)
RETURNS TABLE (kind varchar, unit_id bigint, initiative_id bigint, year smallint, price_level smallint, earliest_year smallint,
               evidenced boolean, booked_on date, amount numeric, lines bigint, text text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_nestloop = on AS $$
BEGIN
    -- The planner takes every step for a handful of rows, and would compare each of many cells with each other.
    IF (SELECT count(*) FROM savings_statedlevel l WHERE l.entry_id = number) + (
        SELECT count(*) FROM savings_posting p WHERE p.entry_id = number) > 200 THEN
        PERFORM set_config('enable_nestloop', 'off', true);
    END IF;
    RETURN QUERY SELECT * FROM valby_work_out_lines(number);
END $$;
GRANT EXECUTE ON FUNCTION valby_work_out(bigint) TO :"role";

-- Whether stated levels have to do with an entry at all; most have none.
CREATE FUNCTION valby_meets_levels(owner savings_entry) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM savings_statedlevel l WHERE l.entry_id = owner.id)
        OR EXISTS (SELECT 1 FROM savings_statedlevel l WHERE l.entry_id = owner.corrects_id)
        OR EXISTS (SELECT 1 FROM savings_posting p
                   JOIN savings_statedlevel l ON COALESCE(l.initiative_id, 0) = COALESCE(p.initiative_id, 0)
                        AND COALESCE(l.unit_id, 0) = COALESCE(p.unit_id, 0) AND l.year = p.year AND l.kind = p.kind
                   WHERE p.entry_id = owner.id);
END $$;

CREATE FUNCTION valby_add_derived_lines(owner savings_entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF valby_meets_levels(owner) THEN
        INSERT INTO savings_posting (entry_id, kind, unit_id, initiative_id, year, amount, price_level, earliest_year, text,
                                     booked_on, evidenced, lines, derived)
        SELECT owner.id, w.kind, w.unit_id, w.initiative_id, w.year, w.amount, w.price_level, w.earliest_year, w.text,
               w.booked_on, w.evidenced, w.lines, true
        FROM valby_work_out(owner.id) w;
    END IF;
END $$;
