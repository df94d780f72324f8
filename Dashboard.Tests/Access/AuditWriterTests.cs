using Dashboard.Access;
using Dashboard.Data.Audit;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Access;

public sealed class AuditWriterTests
{
    [Theory]
    [InlineData("a\0b", "a\uFFFDb")]
    [InlineData("line\r\nbreak", "line\uFFFD\uFFFDbreak")]
    [InlineData("Zoë 🦊", "Zoë 🦊")]
    public Task What_a_caller_put_into_an_address_does_not_break_the_chain(string id, string expected) =>
        CheckAsync(id, expected);

    [Fact]
    public Task Half_a_character_does_not_break_the_chain() => CheckAsync("half " + '\ud83e', "half \uFFFD");

    [Fact]
    public void An_action_without_a_name_of_its_own_is_a_mistake()
    {
        using var database = new TestDatabase();
        using var db = database.CreateDbContext();
        Assert.Throws<ArgumentException>(() => Writer(Role.Admin).Add(db, "do something", subject: null));
    }

    private static async Task CheckAsync(string id, string expected)
    {
        using var database = new TestDatabase();
        await using (var db = database.CreateDbContext())
        {
            Writer(Role.Admin).Add(db, AuditActions.CheckConnection, id, result: id, after: new { id });
            await db.SaveChangesAsync(Token);
        }

        await using var reading = database.CreateDbContext();
        var entry = await reading.AuditEntries.SingleAsync(Token);
        Assert.Equal((expected, expected), (entry.Subject, entry.Result));
        var verdict = await new AuditVerifier(database).VerifyAsync(cancellationToken: Token);
        Assert.Null(verdict.Finding);
    }

    [Fact]
    public async Task Both_sides_are_written_for_people_to_read()
    {
        using var database = new TestDatabase();
        await using var db = database.CreateDbContext();
        var parts = new ChangedParts()
            .Add("name", "Zoë", "Zoë")
            .Add("health", Health.Disabled, Health.Healthy)
            .Add("note", null, "<&>");

        Writer(Role.Support)
            .Add(db, AuditActions.CheckConnection, null, before: parts.Before, after: parts.After);

        var entry = db.ChangeTracker.Entries<AuditEntry>().Single().Entity;
        Assert.Equal("""{"health":"Disabled","note":null}""", entry.Before);
        Assert.Equal("""{"health":"Healthy","note":"<&>"}""", entry.After);
    }

    [Fact]
    public void Nothing_changed_has_no_sides()
    {
        var parts = new ChangedParts().Add("name", "Zoë", "Zoë");

        Assert.Equal((true, null, null), (parts.IsEmpty, parts.Before, parts.After));
    }

    private static AuditWriter Writer(Role role) => new(ActorScope.Of(role), TimeProvider.System);
}
