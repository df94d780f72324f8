using Dashboard.Access;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Dashboard.Features.Users.Import;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Users.Import;

public sealed class ImportTests
{
    private const string Secret = "5f2c-the-secret-of-zoe";

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_check_reports_changes_without_making_them()
    {
        using var host = new ImportHost();
        await host.Database.EventsAsync(Some.Broken(0, "c", "u1"), Some.Broken(0, "d", "u2"));
        await host.Database.ContactAsync("u2", "Name 2", "u2@example.com");

        var import = await host.CheckAsync(
            "userId,name,email\nu0,Name 0,\nu1,Name 1,\nu2,Name 2,u2@example.com\nu3,,nowhere\nu0,Last,\n"
        );

        Assert.Equal(
            (UserImportState.Checked, 5, 5, 1, 1, 1, 1, 1),
            (
                import.State,
                import.Rows,
                import.RowsDone,
                import.Added,
                import.Changed,
                import.Unchanged,
                import.Bad,
                import.Superseded
            )
        );
        Assert.Null(await host.UserAsync("u0"));
        Assert.Null((await host.UserAsync("u1"))!.Name);
        var issues = (await host.Queries().IssuesAsync(import.Id, after: null, 10, Ended)).Rows;
        Assert.Equal([(2L, "u0"), (5L, "u3")], issues.Select(i => (i.Line, i.UserId!)));
    }

    [Fact]
    public async Task An_import_makes_the_reported_changes_and_is_idempotent()
    {
        using var host = new ImportHost();
        var file =
            $"userId,name,email,userSecret,opted out,time zone\nu0,Zoë,zoe@example.com,{Secret},yes,America/Toronto\nu1,Ana,,,,\n";

        var first = await host.ImportAsync(file);
        var again = await host.ImportAsync(file);

        Assert.Equal((UserImportState.Done, 2, 0), (first.State, first.Added, first.Changed));
        Assert.Equal(
            (UserImportState.Done, 0, 0, 2),
            (again.State, again.Added, again.Changed, again.Unchanged)
        );
        var zoe = (await host.UserAsync("u0"))!;
        Assert.Equal(
            ("Zoë", "zoe@example.com", "America/Toronto", "Test person", Secret),
            (zoe.Name, zoe.Email, zoe.TimeZone, zoe.OptedOutBy, host.Secrets.Unprotect(zoe.ProtectedSecret!))
        );
        Assert.Equal(["com", "example.com", "u0", "zoe@example.com"], await host.Database.TokensAsync("u0"));
        await using var db = host.Database.CreateDbContext();
        Assert.Equal(0, await db.UserImportChunks.CountAsync(Ended));
    }

    [Fact]
    public async Task The_audit_entry_has_actor_and_counts_without_personal_data()
    {
        using var host = new ImportHost();
        var import = await host.ImportAsync(ImportHost.Users(3));
        await using var db = host.Database.CreateDbContext();
        var trail = await db.AuditEntries.OrderBy(e => e.Number).ToListAsync(Ended);
        Assert.Equal(["start user import", "finish user import"], trail.Select(e => e.Action));
        Assert.All(
            trail,
            e =>
                Assert.Equal(
                    ("Test person", "Admin", $"import:{import.Id}"),
                    (e.Actor, e.ActorRole, e.Subject)
                )
        );
        Assert.Contains("\"added\":3", trail[1].After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_import_continues_where_it_stopped()
    {
        using var host = new ImportHost();
        var id = (await host.CheckAsync(ImportHost.Users(1200))).Id;
        await host.StartAsync(id);
        var batches = 0;
        await host.Pass().RunAsync(await host.FindAsync(id), _ => Task.FromResult(batches++ < 1), Ended);
        Assert.Equal((UserImportState.Running, 500), await StateAsync(host, id));

        await host.NewRunnerAsync();

        var import = await host.FindAsync(id);
        Assert.Equal((UserImportState.Done, 1200, 1200), (import.State, import.RowsDone, import.Added));
        await using var db = host.Database.CreateDbContext();
        Assert.Equal(1200, await db.SnapTradeUsers.CountAsync(u => u.Version == 1, Ended));
    }

    [Fact]
    public async Task A_process_killed_within_a_batch_writes_nothing_of_it()
    {
        using var host = new ImportHost();
        var id = (await host.CheckAsync(ImportHost.Users(1200))).Id;
        await host.StartAsync(id);
        using var dying = CancellationTokenSource.CreateLinkedTokenSource(Ended);
        var batches = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await host.Pass()
                .RunAsync(
                    await host.FindAsync(id),
                    async _ =>
                    {
                        if (batches++ == 1)
                            await dying.CancelAsync();
                        return true;
                    },
                    dying.Token
                )
        );
        await using (var db = host.Database.CreateDbContext())
            Assert.Equal(500, await db.SnapTradeUsers.CountAsync(Ended));

        await host.NewRunnerAsync();
        Assert.Equal((UserImportState.Done, 1200), await StateAsync(host, id));
    }

    [Fact]
    public async Task A_stopped_import_keeps_written_rows_and_deletes_the_file()
    {
        using var host = new ImportHost();
        var id = (await host.CheckAsync(ImportHost.Users(1200))).Id;
        await host.StartAsync(id);
        var batches = 0;
        await host.Pass()
            .RunAsync(
                await host.FindAsync(id),
                async _ => batches++ != 1 || await host.Imports().CancelAsync(id, Ended),
                Ended
            );

        Assert.Equal((UserImportState.Cancelled, 500), await StateAsync(host, id));
        await using var db = host.Database.CreateDbContext();
        Assert.Equal(
            (500, 0),
            (await db.SnapTradeUsers.CountAsync(Ended), await db.UserImportChunks.CountAsync(Ended))
        );
        Assert.False(await host.Imports().CancelAsync(id, Ended));
    }

    [Fact]
    public async Task Concurrent_changes_are_not_lost()
    {
        // Before each batch: its first try collides.
        var collide = false;
        using var host = new ImportHost(database => new FaultyContexts(
            database,
            _ =>
            {
                if (!collide)
                    return null;
                collide = false;
                return new DbUpdateConcurrencyException("collided");
            }
        ));
        await host.Database.EventsAsync(Some.Broken(0, "c", "u1"));
        var id = (await host.CheckAsync(ImportHost.Users(600))).Id;
        await host.StartAsync(id);

        var batches = 0;
        await host.Pass()
            .RunAsync(
                await host.FindAsync(id),
                async _ =>
                {
                    if (batches++ == 1)
                    {
                        // A webhook adds a user of the next batch, and an API client another.
                        await host.Database.EventsAsync(Some.Broken(5, "d", "u550"));
                        await host.Database.ContactAsync("u550", "Theirs", "theirs@example.com");
                    }
                    collide = true;
                    return true;
                },
                Ended
            );

        var user = (await host.UserAsync("u550"))!;
        Assert.Equal(("Name 550", "u550@example.com"), (user.Name, user.Email));
        await using var db = host.Database.CreateDbContext();
        Assert.Equal(600, await db.SnapTradeUsers.CountAsync(Ended));
        Assert.Equal(2, await db.Connections.CountAsync(c => c.Health == Health.Disabled, Ended));
    }

    [Fact]
    public async Task A_secret_is_in_no_row_no_preview_no_report_and_no_log()
    {
        using var host = new ImportHost();
        var file = $"id,snaptrade secret,mail\nu0,{Secret},zoe@example.com\nu1,{Secret},nowhere\n";
        var import = await host.CheckAsync(file);
        var preview = await host.Queries().PreviewAsync(import, ImportMapping.Read(import.Mapping), Ended);
        var wrong = ImportMapping.Read(import.Mapping).With(1, ImportField.UserId);
        var asId = await host.Queries().PreviewAsync(import, wrong, Ended);
        Assert.Equal("u0 •••••• zoe@example.com", string.Join(' ', preview.Rows[0]));
        Assert.DoesNotContain(Secret, asId.Rows.SelectMany(r => r));
        Assert.Empty(await host.Database.FindAsync(Secret));

        await host.StartAsync(import.Id);
        await host.NewRunnerAsync();

        Assert.Empty(await host.Database.FindAsync(Secret));
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains(Secret, StringComparison.Ordinal));
        var row = new RowReader(ImportMapping.Read(import.Mapping)).Read(0, 2, _ => Secret);
        Assert.DoesNotContain(Secret, $"{row} {row.Input}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_waiting_file_is_encrypted_and_deleted_after_a_while()
    {
        using var host = new ImportHost();
        var id = await host.UploadAsync(ImportHost.Users(2));
        Assert.DoesNotContain("UserImportChunks.Data", await host.Database.FindAsync("u1@example.com"));
        host.Clock.Advance(UserImport.WaitsFor);

        await host.NewRunnerAsync();

        Assert.Equal(UserImportState.Cancelled, (await host.FindAsync(id)).State);
        await using var db = host.Database.CreateDbContext();
        Assert.Equal(0, await db.UserImportChunks.CountAsync(Ended));
    }

    [Fact]
    public async Task One_node_imports_at_a_time()
    {
        using var host = new ImportHost();
        var id = (await host.CheckAsync(ImportHost.Users(2))).Id;
        await host.StartAsync(id);
        // The node that checked holds the lease.
        Assert.False(await host.Node().RunOnceAsync(Ended));
        Assert.True(await host.NewRunnerAsync());
    }

    [Fact]
    public async Task A_file_that_ends_within_a_quote_far_down_fails_with_a_reason_and_is_forgotten()
    {
        using var host = new ImportHost();
        var import = await host.CheckAsync(
            ImportHost.Users(10) + "x,\"" + string.Concat(Enumerable.Repeat("word\n", 40_000))
        );
        Assert.Equal(UserImportState.Failed, import.State);
        Assert.Contains("never closed", import.Problem, StringComparison.Ordinal);
        await using var db = host.Database.CreateDbContext();
        Assert.Equal(0, await db.UserImportChunks.CountAsync(Ended));
    }

    [Fact]
    public async Task A_check_with_another_mapping_is_not_imported()
    {
        using var host = new ImportHost();
        var import = await host.CheckAsync(ImportHost.Users(1));
        var mapping = ImportMapping.Read(import.Mapping);
        Assert.False(await host.Imports().StartAsync(import.Id, mapping.With(1, null), Ended));
        Assert.Equal(UserImportState.Checked, (await host.FindAsync(import.Id)).State);
        Assert.True(await host.Imports().StartAsync(import.Id, mapping, Ended));
    }

    [Fact]
    public async Task A_list_opts_people_out_and_never_back_in()
    {
        using var host = new ImportHost();
        await host.ImportAsync("userId,name,opted out\nu0,Zoë,yes\nu1,Ana,no\n");
        await host.ImportAsync("userId,name,opted out\nu0,Zoe,no\nu1,Ana,no\n");
        var zoe = (await host.UserAsync("u0"))!;
        Assert.Equal(("Zoe", true), (zoe.Name, zoe.OptedOutAt is not null));
        Assert.Null((await host.UserAsync("u1"))!.OptedOutAt);
    }

    [Fact]
    public async Task An_upload_that_stopped_coming_in_is_in_the_list_and_ends_after_an_hour()
    {
        using var host = new ImportHost();
        var id = await host.UploadAsync(ImportHost.Users(1));
        await using var db = host.Database.CreateDbContext();
        await db.UserImports.ExecuteUpdateAsync(
            s => s.SetProperty(i => i.State, UserImportState.Uploading),
            Ended
        );
        Assert.Equal(id, (await ImportQueries.Page(db, after: null).SingleAsync(Ended)).Id);
        host.Clock.Advance(TimeSpan.FromMinutes(50));
        await host.NewRunnerAsync();
        Assert.Equal(UserImportState.Uploading, (await host.FindAsync(id)).State);
        host.Clock.Advance(TimeSpan.FromMinutes(9));
        await host.NewRunnerAsync();
        Assert.Equal(UserImportState.Cancelled, (await host.FindAsync(id)).State);
        Assert.Equal(0, await db.UserImportChunks.CountAsync(Ended));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_not_kept()
    {
        using var host = new ImportHost();
        await using var endless = new EndlessFile(UserImports.LargestFile + 1);
        Assert.Null(await host.Imports().ReceiveAsync(endless, "users.csv", Ended));
        await using var db = host.Database.CreateDbContext();
        Assert.Equal(
            (0, 0),
            (await db.UserImports.CountAsync(Ended), await db.UserImportChunks.CountAsync(Ended))
        );
    }

    [Theory]
    [InlineData(Role.Support)]
    [InlineData(Role.Manager)]
    public async Task Only_admins_import(Role role)
    {
        using var host = new ImportHost();
        var import = await host.CheckAsync(ImportHost.Users(1));
        var (id, mapping) = (import.Id, ImportMapping.Read(import.Mapping));
        var who = ActorScope.Of(role);
        var (imports, queries) = (host.Imports(who), host.Queries(who));
        await Assert.ThrowsAsync<AccessDeniedException>(() => imports.StartAsync(id, mapping, Ended));
        await Assert.ThrowsAsync<AccessDeniedException>(() => imports.CancelAsync(id, Ended));
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            imports.ReceiveAsync(Stream.Null, "users.csv", Ended)
        );
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.FindAsync(id, Ended));
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.IssuesAsync(id, after: null, 1, Ended));
    }

    private static async Task<(UserImportState, int)> StateAsync(ImportHost host, string id)
    {
        var import = await host.FindAsync(id);
        return (import.State, import.RowsDone);
    }

    private sealed class EndlessFile(long length) : MemoryStream
    {
        private long _left = length;

        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            var count = (int)Math.Min(_left, buffer.Length);
            buffer.Span[..count].Fill((byte)'a');
            _left -= count;
            return ValueTask.FromResult(count);
        }
    }
}
