using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Access;

public sealed class AccessBootstrapTests
{
    private static readonly (string, string?)[] Admin =
    [
        ("SnapTrade:Mode", "Live"),
        ("Access:BootstrapAdmin:Email", "o'neil@acme.example"),
        ("Access:BootstrapAdmin:Password", "correct horse battery"),
    ];

    [Fact]
    public async Task Under_simulated_data_there_is_a_demo_operator_of_each_role()
    {
        await using var host = await RoomsHost.StartAsync();
        Assert.Equal(
            [
                ("admin@demo.example", "Ana Lima", Role.Admin),
                ("manager@demo.example", "Jon Weber", Role.Manager),
                ("support@demo.example", "Mia Santos", Role.Support),
            ],
            (await OperatorsAsync(host)).Select(o => (o.Email!, o.DisplayName, o.Role))
        );
    }

    [Fact]
    public async Task The_first_admin_is_created_from_the_configuration_without_demo_operators()
    {
        await using var host = await RoomsHost.StartAsync(Admin);
        var only = Assert.Single(await OperatorsAsync(host));
        Assert.Equal(("o'neil@acme.example", Role.Admin), (only.Email, only.Role));
        Assert.DoesNotContain("correct horse", only.PasswordHash, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_first_admin_there_are_no_operators()
    {
        await using var host = await RoomsHost.StartAsync(("SnapTrade:Mode", "Live"));
        Assert.Empty(await OperatorsAsync(host));
    }

    [Fact]
    public async Task A_demo_database_is_not_served_as_a_real_one()
    {
        await using var demo = await RoomsHost.StartAsync();
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() =>
            RoomsHost.StartAsync([("SnapTrade:Mode", "Live"), .. demo.Database.Settings])
        );
        Assert.Contains("simulator's demo data", refused.Message);
        Assert.Contains("ConnectionStrings__Dashboard", refused.Message);
        Assert.DoesNotContain(DemoOperators.Password, refused.Message);
        Assert.Equal(refused.Message, refused.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_real_database_is_not_served_as_a_demo(bool hasOperators)
    {
        await using var real = await RoomsHost.StartAsync(
            hasOperators ? Admin : [("SnapTrade:Mode", "Live")]
        );
        if (!hasOperators)
            await real.Database.EventsAsync(Some.Added());

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() =>
            RoomsHost.StartAsync(real.Database.Settings)
        );

        Assert.Contains("SnapTrade__Mode", refused.Message);
        Assert.Contains("ConnectionStrings__Dashboard", refused.Message);
        Assert.DoesNotContain(await OperatorsAsync(real), o => DemoOperators.Has(o.Email));
    }

    [Fact]
    public async Task A_demo_that_has_an_admin_of_its_own_starts_again()
    {
        await using var demo = await RoomsHost.StartAsync([.. Admin, ("SnapTrade:Mode", "Simulator")]);
        await demo.Database.EventsAsync(Some.Added());
        await BootstrapOf(demo).StartingAsync(Token);
        Assert.Equal(4, (await OperatorsAsync(demo)).Count);
    }

    [Fact]
    public async Task With_real_data_the_first_admin_is_no_demo_operator()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            RoomsHost.StartAsync([.. Admin, ("Access:BootstrapAdmin:Email", "Admin@demo.example")])
        );
        Assert.Contains("Access__BootstrapAdmin__Email belongs to the simulator", refusal.Message);
    }

    [Fact]
    public async Task Starting_again_changes_nothing()
    {
        await using var host = await RoomsHost.StartAsync(Admin);
        var before = await StateAsync(host);
        await BootstrapOf(host).StartingAsync(Token);
        Assert.Equal(before, await StateAsync(host));
    }

    [Fact]
    public async Task The_bootstrap_key_is_kept_as_a_hash_and_follows_the_configuration()
    {
        await using var host = await RoomsHost.StartAsync();
        var stored = host.Services.GetRequiredService<BootstrapKey>();
        var first = (await KeyAsync(host))!;
        Assert.Equal((ApiScope.Admin, "bootstrap"), (first.Scope, first.Name));
        Assert.Equal(ApiKeys.Hash(RoomsHost.BootstrapKey), first.KeyHash);

        await stored.StoreAsync("another-key-of-the-tests-000002", Token);
        Assert.Equal(ApiKeys.Hash("another-key-of-the-tests-000002"), (await KeyAsync(host))!.KeyHash);

        await stored.StoreAsync(key: null, Token);
        Assert.Null(await KeyAsync(host));
    }

    [Fact]
    public async Task A_revoked_bootstrap_key_stays_revoked_until_it_is_changed()
    {
        await using var host = await RoomsHost.StartAsync();
        await using (var db = host.Database.CreateDbContext())
            await db.ApiKeys.ExecuteUpdateAsync(s => s.SetProperty(k => k.RevokedAt, Some.Noon), Token);
        var stored = host.Services.GetRequiredService<BootstrapKey>();
        await stored.StoreAsync(RoomsHost.BootstrapKey, Token);
        Assert.NotNull((await KeyAsync(host))!.RevokedAt);
        await stored.StoreAsync("another-key-of-the-tests-000002", Token);
        Assert.Null((await KeyAsync(host))!.RevokedAt);
    }

    [Fact]
    public async Task Wrong_settings_are_named_all_at_once()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            RoomsHost.StartAsync(
                ("Access:BootstrapApiKey", "too short"),
                ("Access:BootstrapAdmin:Password", "short")
            )
        );
        Assert.Contains("Access__BootstrapApiKey must have at least 24", refusal.Message);
        Assert.Contains("Access__BootstrapAdmin__Email", refusal.Message);
        Assert.Contains("Access__BootstrapAdmin__Password must have at least 12", refusal.Message);
    }

    private static AccessBootstrap BootstrapOf(RoomsHost host) =>
        host.Services.GetServices<IHostedService>().OfType<AccessBootstrap>().Single();

    private static async Task<string> StateAsync(RoomsHost host)
    {
        var operators = (await OperatorsAsync(host)).Select(o =>
            $"{o.Id} {o.PasswordHash} {o.SecurityStamp}"
        );
        var key = await KeyAsync(host);
        return string.Join('\n', [.. operators, $"{key!.KeyHash} {key.CreatedAt:O} {key.RevokedAt:O}"]);
    }

    private static async Task<List<Operator>> OperatorsAsync(RoomsHost host)
    {
        await using var db = host.Database.CreateDbContext();
        return await db.Users.AsNoTracking().OrderBy(o => o.Email).ToListAsync(Token);
    }

    private static async Task<ApiKey?> KeyAsync(RoomsHost host)
    {
        await using var db = host.Database.CreateDbContext();
        return await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Id == "bootstrap", Token);
    }
}
