using Dashboard.Data;
using Dashboard.Data.Keys;
using Dashboard.Data.Work;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Tests.Data.Keys;

public sealed class KeyTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly KeyCertificates _certificates = new();

    [Fact]
    public async Task Keys_that_were_there_before_are_wrapped_and_what_they_protect_stays_readable()
    {
        var text = await RunAsync(secrets => secrets.Protect("hush"));
        Assert.Contains("requiresEncryption", await StoredAsync(), StringComparison.Ordinal);
        var first = _certificates.Make("first");

        Assert.Equal(
            "hush",
            await RunAsync(secrets => secrets.Unprotect(text!), KeyCertificates.Settings(first))
        );

        Assert.DoesNotContain("requiresEncryption", await StoredAsync(), StringComparison.Ordinal);
        Assert.Equal(
            "hush",
            await RunAsync(secrets => secrets.Unprotect(text!), KeyCertificates.Settings(first))
        );
    }

    [Fact]
    public async Task A_new_certificate_replaces_the_previous_one()
    {
        var (first, second) = (_certificates.Make("first"), _certificates.Make("second"));
        var text = await RunAsync(secrets => secrets.Protect("hush"), KeyCertificates.Settings(first));

        (string, string?)[] both =
        [
            .. KeyCertificates.Settings(second),
            ("DataProtection:PreviousCertificates:0:Path", first),
            ("DataProtection:PreviousCertificates:0:Password", KeyCertificates.Password),
        ];
        Assert.Equal("hush", await RunAsync(secrets => secrets.Unprotect(text!), both));
        Assert.Equal(
            "hush",
            await RunAsync(secrets => secrets.Unprotect(text!), KeyCertificates.Settings(second))
        );
    }

    [Fact]
    public async Task Without_the_certificate_the_start_is_refused_and_it_is_named()
    {
        var first = _certificates.Make("first");
        await RunAsync(secrets => secrets.Protect("hush"), KeyCertificates.Settings(first));

        var bare = await Assert.ThrowsAsync<StartRefusedException>(() => RunAsync(_ => ""));
        var other = await Assert.ThrowsAsync<StartRefusedException>(() =>
            RunAsync(_ => "", KeyCertificates.Settings(_certificates.Make("second")))
        );

        Assert.Equal(bare.Message, other.Message);
        Assert.Contains("CN=first", bare.Message, StringComparison.Ordinal);
        Assert.Contains("DataProtection__Certificate__Path", bare.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lost_keys_are_logged_with_the_number_of_users_and_what_to_do()
    {
        var lost = await RunAsync(secrets => secrets.Protect("gone"));
        await using (var db = _database.CreateDbContext())
            await db.DataProtectionKeys.ExecuteDeleteAsync(Token);
        var kept = await RunAsync(secrets => secrets.Protect("there"));
        // More than one step reads.
        await AddUsersAsync([
            ("a", lost),
            .. Enumerable.Range(0, UserPages.Size).Select(i => ($"b{i}", i % 2 == 0 ? kept : null)),
            ("c", lost),
        ]);

        var log = new RecordingLog();
        await CheckSecretsAsync(log);

        var line = Assert.Single(log.Lines, l => l.StartsWith("Critical", StringComparison.Ordinal));
        Assert.Contains("userSecrets of 2 users", line, StringComparison.Ordinal);
        Assert.Contains("PUT /api/v1/users", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_all_secrets_can_be_read_nothing_is_logged()
    {
        await AddUsersAsync(("a", await RunAsync(secrets => secrets.Protect("there"))));
        var log = new RecordingLog();
        await CheckSecretsAsync(log);
        Assert.DoesNotContain(log.Lines, l => l.StartsWith("Critical", StringComparison.Ordinal));
    }

    [Fact]
    public void Unusable_certificates_are_reported_without_their_passwords()
    {
        var wrong = new KeyOptions
        {
            Certificate = new() { Path = _certificates.Make("first"), Password = "not this one" },
            PreviousCertificates = [new(), new() { Path = Path.Combine(_certificates.Folder, "none.pfx") }],
        };
        var failures = new KeyOptionsValidator().Validate(name: null, wrong).Failures!.ToList();

        Assert.Equal(3, failures.Count);
        Assert.Contains(
            "DataProtection__Certificate__Password is not its password",
            failures[0],
            StringComparison.Ordinal
        );
        Assert.Contains(
            "DataProtection__PreviousCertificates__0__Path must be set",
            failures[1],
            StringComparison.Ordinal
        );
        Assert.Contains(
            "DataProtection__PreviousCertificates__1__Path",
            failures[2],
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(failures, f => f.Contains("not this one", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _database.Dispose();
        _certificates.Dispose();
    }

    [Fact]
    public async Task A_check_that_another_node_took_over_reports_no_part_of_the_number()
    {
        var lost = await RunAsync(secrets => secrets.Protect("gone"));
        await using (var db = _database.CreateDbContext())
            await db.DataProtectionKeys.ExecuteDeleteAsync(Token);
        await AddUsersAsync([.. Enumerable.Range(0, UserPages.Size).Select(i => ($"u{i}", lost))]);
        const string name = "secrets-check";
        Assert.True(await new WorkLeases(_database, TimeProvider.System).HoldAsync(name, Token));
        var log = new RecordingLog();

        await CheckSecretsAsync(
            log,
            new Lease(new WorkLeases(_database, TimeProvider.System), name, isNeeded: true)
        );

        Assert.DoesNotContain(log.Lines, l => l.StartsWith("Critical", StringComparison.Ordinal));
    }

    private Task CheckSecretsAsync(RecordingLog log) =>
        CheckSecretsAsync(
            log,
            new Lease(new WorkLeases(_database, TimeProvider.System), "alone", isNeeded: false)
        );

    private async Task CheckSecretsAsync(RecordingLog log, Lease lease)
    {
        // Not started: the check is run here and not by its loop.
        using var host = Build(log);
        await host.Services.GetRequiredService<SecretsCheck>().RunAsync(lease, Token);
    }

    /// <summary>Starts the room as the server does, does one thing and stops it.</summary>
    private async Task<string?> RunAsync(
        Func<UserSecrets, string?> use,
        params (string Key, string? Value)[] settings
    )
    {
        using var host = Build(new RecordingLog(), settings);
        await host.StartAsync(Token);
        var result = use(host.Services.GetRequiredService<UserSecrets>());
        await host.StopAsync(Token);
        return result;
    }

    private IHost Build(RecordingLog log, params (string Key, string? Value)[] settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        foreach (var (key, value) in _database.Settings.Concat(settings))
            builder.Configuration[key] = value;
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IConnectionChangePublisher>(_database.Changes);
        builder.AddData();
        return builder.Build();
    }

    private async Task AddUsersAsync(params (string Id, string? Secret)[] users)
    {
        await using var db = _database.CreateDbContext();
        foreach (var (id, secret) in users)
        {
            var user = SnapTradeUser.Create(id, Some.Noon);
            if (secret is not null)
                user.SetSecret(secret, Some.Noon);
            db.SnapTradeUsers.Add(user);
        }
        await db.SaveChangesAsync(Token);
    }

    private async Task<string> StoredAsync()
    {
        await using var db = _database.CreateDbContext();
        var keys = await db.DataProtectionKeys.Select(k => k.Xml).ToListAsync(Token);
        return string.Concat(keys);
    }
}
