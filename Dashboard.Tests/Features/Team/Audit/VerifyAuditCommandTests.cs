using Dashboard.Data.Audit;
using Dashboard.Domain.Audit;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Team.Audit;

/// <summary>The command as an operator or a schedule runs it: a process with an exit code.</summary>
public sealed class VerifyAuditCommandTests : DatabaseContext
{
    [Fact]
    public async Task An_intact_trail_ends_with_0_and_says_where_it_ends()
    {
        await Database.AuditAsync(AuditTrail.Entry(), AuditTrail.Entry());
        var verdict = await new AuditVerifier(Database).VerifyAsync(cancellationToken: Token);

        var (code, output, errors) = await RunAsync();

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("The audit trail is intact. Entries: 2.", output, StringComparison.Ordinal);
        Assert.Contains($"2:{verdict.LastHash}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_trail_ends_with_1_and_names_the_entry()
    {
        await Database.AuditAsync(AuditTrail.Entry(), AuditTrail.Entry(), AuditTrail.Entry());
        await Database.TamperAsync("UPDATE AuditEntries SET Actor = 'Nobody' WHERE Number = 2");

        var (code, output, _) = await RunAsync();

        Assert.Equal(1, code);
        Assert.Contains("broken at entry 2. Entry 2 was changed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rewritten_chain_differs_from_the_note()
    {
        await Database.AuditAsync(AuditTrail.Entry(), AuditTrail.Entry());

        var (code, output, _) = await RunAsync($"--noted=1:{AuditEntry.NothingBefore}");

        Assert.Equal(1, code);
        Assert.Contains("Entry 1 differs from the noted one", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--noted")]
    [InlineData("--note=1:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("--noted=-1:0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task An_argument_that_is_not_understood_ends_with_2(string argument)
    {
        await Database.AuditAsync(AuditTrail.Entry());

        var (code, _, errors) = await RunAsync(argument);

        Assert.Equal(2, code);
        Assert.Contains("--noted=", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_record_of_the_end_stops_nobody_and_stays_noticed()
    {
        await Database.AuditAsync(AuditTrail.Entry(), AuditTrail.Entry());
        await Database.TamperAsync("DELETE FROM AuditHeads");

        await Database.AuditAsync(AuditTrail.Entry());

        var verdict = await new AuditVerifier(Database).VerifyAsync(cancellationToken: Token);
        Assert.Equal((2, 3), (verdict.Intact, verdict.Finding!.Number));
    }

    [Fact]
    public async Task A_second_record_of_the_end_changes_nothing()
    {
        await Database.AuditAsync(AuditTrail.Entry());
        await Database.TamperAsync("INSERT INTO AuditHeads (Id, LastNumber, LastHash) VALUES (2, 1, 'x')");

        Assert.Equal(0, (await RunAsync()).Code);
    }

    [Fact]
    public async Task A_database_that_is_not_there_ends_with_2_and_is_not_made()
    {
        var missing = Database.FilePath + ".missing";

        var (code, _, errors) = await RunAsync(null, $"Data Source={missing}");

        Assert.Equal(2, code);
        Assert.Contains("could not be read", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(missing));
    }

    [Fact]
    public async Task A_connection_string_that_makes_no_sense_ends_with_2_and_is_not_shown()
    {
        var (code, _, errors) = await RunAsync(null, "Data Source=x;Pass=a-password");

        Assert.Equal(2, code);
        Assert.Contains("ConnectionStrings__Dashboard", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("a-password", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_note_ends_with_2()
    {
        var (code, _, errors) = await RunAsync("--noted=7");

        Assert.Equal(2, code);
        Assert.Contains("--noted", errors, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(
        string? argument = null,
        string? connectionString = null
    )
    {
        string[] arguments = argument is null ? ["verify-audit"] : ["verify-audit", argument];
        var (code, output, errors) = await DashboardCommand.RunAsync(
            connectionString ?? Database.ConnectionString,
            Path.GetDirectoryName(Database.FilePath)!,
            arguments
        );
        return (code, output, errors);
    }
}
