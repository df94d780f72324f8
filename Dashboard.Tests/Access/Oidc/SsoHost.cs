using System.Net;
using System.Net.Sockets;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Tests.Support;
using Dashboard.Tests.Support.Authority;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Access.Oidc;

/// <summary>The dashboard and a real authority.</summary>
public sealed class SsoHost : IAsyncDisposable
{
    private SsoHost(AuthorityServer authority, DashboardServer dashboard) =>
        (Authority, Dashboard) = (authority, dashboard);

    public AuthorityServer Authority { get; }
    public DashboardServer Dashboard { get; }
    public Uri Origin =>
        new(Dashboard.Address.ToString().Replace("127.0.0.1", "localhost", StringComparison.Ordinal));

    public static async Task<SsoHost> StartAsync(
        IEnumerable<Person> people,
        params (string Key, string? Value)[] settings
    )
    {
        var authority = await AuthorityServer.StartAsync([.. people]);
        var dashboard = DashboardServer.Start(
            null,
            null,
            [
                ("Dashboard:PublicUrl", ""),
                ("Access:SignInsPerMinute", "1000"),
                ("Access:Oidc:Authority", authority.Address),
                ("Access:Oidc:ClientId", AuthorityServer.ClientId),
                ("Access:Oidc:ClientSecret", AuthorityServer.ClientSecret),
                .. settings,
            ]
        );
        var host = new SsoHost(authority, dashboard);
        await authority.RegisterAsync(host.Origin);
        return host;
    }

    /// <summary>A person unknown to the dashboard.</summary>
    public Person Meet(params string[] roles) => Meet(emailVerified: true, roles);

    public Person Meet(bool emailVerified, params string[] roles)
    {
        var id = Guid.NewGuid().ToString("N");
        return Authority.People[id] = new Person(
            id,
            $"Name {id}",
            $"{id}@acme.example",
            emailVerified,
            roles
        );
    }

    /// <summary>Signs in from the button to the final page.</summary>
    internal async Task<(Uri Address, HttpStatusCode Status, string Body)> SignInAsync(
        SsoBrowser browser,
        string subject,
        string returnUrl = "/account"
    )
    {
        var start = new Uri(Origin, $"/account/sso?returnUrl={Uri.EscapeDataString(returnUrl)}");
        return await browser.NameAsync(await browser.OpenAsync(start), subject);
    }

    internal async Task<Operator?> FindAsync(string email)
    {
        await using var db = Dashboard.Database.CreateDbContext();
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(o => o.Email == email, Token);
    }

    /// <summary>The audit entries about a person or the person's operator.</summary>
    internal async Task<List<AuditEntry>> TrailAsync(Person person)
    {
        var subject = $"operator:{(await FindAsync(person.Email!))?.Id}";

        await using var db = Dashboard.Database.CreateDbContext();
        return await db
            .AuditEntries.AsNoTracking()
            .Where(a => a.Subject == subject || a.Actor == person.Email)
            .OrderBy(a => a.Number)
            .ToListAsync(Token);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await Dashboard.DisposeAsync();
        await Authority.DisposeAsync();
    }
}
