-- Users, their roles and units, and the tables that Django and axes keep of sessions and log-ins.

GRANT SELECT, INSERT, UPDATE ON savings_user TO :"role";
GRANT SELECT, INSERT, UPDATE, DELETE ON savings_user_groups, savings_user_units, savings_user_user_permissions,
    auth_group, auth_group_permissions, auth_permission, django_admin_log, django_content_type, django_session,
    axes_accessattempt, axes_accessattemptexpiration, axes_accessfailurelog, axes_accesslog TO :"role";
SELECT valby_make_leave_trail('user');

CREATE TRIGGER zy_role_leaves_a_trail AFTER INSERT OR DELETE ON savings_user_groups FOR EACH ROW
    EXECUTE FUNCTION valby_trail_link('user');
CREATE TRIGGER zy_scope_leaves_a_trail AFTER INSERT OR DELETE ON savings_user_units FOR EACH ROW
    EXECUTE FUNCTION valby_trail_link('user');
