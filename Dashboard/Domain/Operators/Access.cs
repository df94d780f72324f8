namespace Dashboard.Domain.Operators;

/// <summary>The role of an operator; each has one.</summary>
public enum Role
{
    Support = 1,
    Admin = 2,
    Manager = 3,
}

/// <summary>The permissions of an API key; each scope includes the previous ones.</summary>
public enum ApiScope
{
    Read = 1,
    Links = 2,
    Admin = 3,
}

/// <summary>Every permission.</summary>
public enum Permission
{
    ViewConnections,
    ManageLinks,
    SendEmails,
    ManageUsers,
    DeleteConnections,
    ViewHistory,
    ViewPayloads,
    ManageTeam,
    ManageSettings,
    ViewAudit,

    /// <summary>Snooze and assign connections, write notes.</summary>
    TriageConnections,

    /// <summary>See e-mails with their recipients and results.</summary>
    ViewEmails,

    /// <summary>Break connections on purpose; with test keys only.</summary>
    RunDrills,

    /// <summary>Start, pause and continue passes that compare users with SnapTrade.</summary>
    RunSweeps,

    /// <summary>See the outcomes of webhook deliveries, and why some were refused.</summary>
    ViewDeliveries,

    /// <summary>Save whole lists, with names and addresses, as files.</summary>
    ExportLists,

    /// <summary>Save views for the whole team, rename and delete them.</summary>
    ShareViews,

    /// <summary>See what is stored, for how long, and the backups.</summary>
    ViewStorage,
}

/// <summary>The permissions of each role and scope.</summary>
public static class Permissions
{
    private static readonly Permission[] Support =
    [
        Permission.ViewConnections,
        Permission.ManageLinks,
        Permission.TriageConnections,
        Permission.ViewEmails,
    ];

    private static readonly Permission[] Manager =
    [
        Permission.ViewConnections,
        Permission.ViewHistory,
        Permission.ViewPayloads,
        Permission.ViewAudit,
        Permission.ViewEmails,
        Permission.ExportLists,
        Permission.ShareViews,
        Permission.ViewStorage,
    ];

    // The permissions of programs: serve your app, and export the audit trail. Only operators manage the team and the keys.
    private static readonly Permission[] AdminKey =
    [
        Permission.ViewConnections,
        Permission.ViewHistory,
        Permission.ViewPayloads,
        Permission.ManageLinks,
        Permission.SendEmails,
        Permission.ManageUsers,
        Permission.DeleteConnections,
        Permission.ViewAudit,
        Permission.ViewEmails,
        Permission.ViewDeliveries,
    ];

    public static IReadOnlyCollection<Permission> Of(Role role) =>
        role switch
        {
            Role.Support => Support,
            Role.Manager => Manager,
            Role.Admin => Enum.GetValues<Permission>(),
            _ => [],
        };

    /// <summary>The roles that have all of them.</summary>
    public static IReadOnlyList<Role> RolesWith(IReadOnlyCollection<Permission> needed) =>
        [.. Enum.GetValues<Role>().Where(role => !needed.Except(Of(role)).Any())];

    public static IReadOnlyCollection<Permission> Of(ApiScope scope) =>
        scope switch
        {
            ApiScope.Read => [Permission.ViewConnections, Permission.ViewHistory],
            ApiScope.Links => [Permission.ViewConnections, Permission.ViewHistory, Permission.ManageLinks],
            ApiScope.Admin => AdminKey,
            _ => [],
        };
}
