using Dashboard.Data;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.Features.History;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Data;

/// <summary>Tests the queries of screens and the API, and signing in, on every provider.</summary>
public abstract class ReadingContract(Func<Task<TestStore>> open) : StoreContract(open)
{
    [Fact]
    public async Task No_migration_is_left_to_apply_and_the_model_is_the_migrations()
    {
        await using var db = Store.CreateDbContext();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Token));
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task Connections_are_listed_broken_ones_first_across_pages()
    {
        await AppendAsync(Fixed(0, "fine"), Broken(9, "newer"), Broken(3, "older"), Broken(3, "oldest"));
        await using var db = Store.CreateDbContext();
        var filter = new ConnectionFilter { UserId = Id("u1") };

        var first = await ConnectionSearch
            .Compose(db, filter, null, [], found: null)
            .Take(2)
            .ToListAsync(Token);
        var place = new ConnectionPosition(first[^1].Health, first[^1].Since, first[^1].Id);
        var rest = await ConnectionSearch.Compose(db, filter, place, [], found: null).ToListAsync(Token);

        Assert.Equal([Id("older"), Id("oldest")], first.Select(c => c.Id));
        Assert.Equal([Id("newer"), Id("fine")], rest.Select(c => c.Id));
    }

    [Fact]
    public async Task The_history_is_filtered_in_the_database()
    {
        await AppendAsync(Broken(0), Fixed(5), Broken(9), Fixed(5, "c2"));
        await using var db = Store.CreateDbContext();
        var filter = new HistoryFilter
        {
            ConnectionId = Id("c1"),
            Types = [EventTypes.ConnectionBroken],
            From = Some.Noon.AddMinutes(1),
        };

        var found = await HistorySearch.Compose(db, filter, null, found: null).ToListAsync(Token);

        Assert.Equal(Some.Noon.AddMinutes(9), Assert.Single(found).OccurredAt);
    }

    [Fact]
    public async Task Times_are_read_back_to_the_tick_and_in_UTC()
    {
        var at = new DateTimeOffset(2026, 11, 20, 9, 15, 30, TimeSpan.FromHours(5)).AddTicks(1234567);
        await AppendAsync(Broken(0) with { OccurredAt = at });

        var since = (await ConnectionAsync()).Since;
        Assert.Equal(at, since);
        Assert.Equal(TimeSpan.Zero, since.Offset);
    }

    [Theory]
    [InlineData("""{"a":"it's C:\\dir","b":"\"quoted\"\n"}""")]
    [InlineData("two\r\nlines\tand \u0001 a control")]
    [InlineData("Zoë 王 😀 \u2028 %_[] '; -- NULL")]
    [InlineData("")]
    [InlineData("ends with a space ")]
    public async Task Text_of_any_characters_is_read_back(string text)
    {
        await AppendAsync(Broken(0) with { Payload = text }, Broken(1, "c2") with { Payload = null });

        Assert.Equal([text, null], (await EventsAsync()).Select(e => e.Payload));
    }

    [Fact]
    public async Task An_operator_can_be_made_and_found()
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddScoped(_ => Store.CreateDbContext())
            .AddIdentityCore<Operator>(o => o.Stores.SchemaVersion = IdentitySchemaVersions.Version3)
            .AddEntityFrameworkStores<DashboardDbContext>()
            .Services.BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var operators = scope.ServiceProvider.GetRequiredService<UserManager<Operator>>();
        var email = $"{Id("operator")}@example.com";

        var made = await operators.CreateAsync(Person(email), "A-long-passw0rd");

        Assert.True(made.Succeeded, made.ToString());
        var found = await operators.FindByEmailAsync(email.ToUpperInvariant());
        Assert.True(await operators.CheckPasswordAsync(found!, "A-long-passw0rd"));
        await operators.DeleteAsync(found!);
    }

    private static Operator Person(string email) =>
        new()
        {
            UserName = email,
            Email = email,
            DisplayName = "Test person",
            Role = Role.Support,
        };
}
