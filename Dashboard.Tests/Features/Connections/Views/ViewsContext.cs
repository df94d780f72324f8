using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections.Views;
using Dashboard.Tests.Features.Team;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Connections.Views;

/// <summary>Saved views of ana, an admin, and sam of support.</summary>
public abstract class ViewsContext : ListContext
{
    private protected SavedViews Views => Services.GetRequiredService<SavedViews>();

    private protected ViewBoard Board => Services.GetRequiredService<ViewBoard>();

    protected Task AddTeamAsync() =>
        TeamHost.AddAsync(
            Database,
            TeamHost.Person("ana", Role.Admin, "Ana Lima"),
            TeamHost.Person("sam", Role.Support, "Sam Roe")
        );

    protected void BeAna() => SignInAs(Role.Admin, "ana", "Ana Lima");

    protected void BeSam() => SignInAs(Role.Support, "sam", "Sam Roe");

    private protected Task<SavedViewRefusal?> SaveAsync(
        string? name,
        string address = "/connections?health=Healthy",
        bool isShared = false,
        bool replaces = false
    ) =>
        Views.SaveAsync(
            name,
            Dashboard.Features.Connections.ConnectionsView.At(address)!,
            isShared,
            replaces,
            Token
        );

    protected async Task<List<SavedView>> StoredAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.SavedViews.AsNoTracking().OrderBy(v => v.Name).ToListAsync(Token);
    }

    protected async Task<List<AuditEntry>> AuditAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.AuditEntries.AsNoTracking().OrderBy(a => a.Number).ToListAsync(Token);
    }
}
