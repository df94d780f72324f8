using Dashboard.Access;
using Dashboard.Domain.Operators;

namespace Dashboard.Tests.Access.Walk;

/// <summary>All kinds of callers.</summary>
[Flags]
internal enum Who
{
    Nobody = 1,
    Support = 2,
    Admin = 4,
    Manager = 8,
    ReadKey = 16,
    LinksKey = 32,
    AdminKey = 64,

    Operators = Support | Admin | Manager,
    Keys = ReadKey | LinksKey | AdminKey,
    LinkMakers = Support | Admin,
    LinkMakersAndKeys = LinkMakers | LinksKey | AdminKey,
    HistoryReaders = Admin | Manager,
    Signed = Operators | Keys,
    Anybody = Nobody | Signed,
}

internal static class Walkers
{
    public static readonly Who[] All =
    [
        Who.Nobody,
        Who.Support,
        Who.Admin,
        Who.Manager,
        Who.ReadKey,
        Who.LinksKey,
        Who.AdminKey,
    ];

    public static Role? RoleOf(this Who who) =>
        who switch
        {
            Who.Support => Role.Support,
            Who.Admin => Role.Admin,
            Who.Manager => Role.Manager,
            _ => null,
        };

    public static ApiScope? ScopeOf(this Who who) =>
        who switch
        {
            Who.ReadKey => ApiScope.Read,
            Who.LinksKey => ApiScope.Links,
            Who.AdminKey => ApiScope.Admin,
            _ => null,
        };

    /// <summary>All callers with the permission.</summary>
    public static Who Having(Permission permission) =>
        All.Where(who =>
                (who.RoleOf() is not null || who.ScopeOf() is not null)
                && new Actor("id", "name", who.RoleOf(), who.ScopeOf()).Can(permission)
            )
            .Aggregate(default(Who), (all, who) => all | who);
}
