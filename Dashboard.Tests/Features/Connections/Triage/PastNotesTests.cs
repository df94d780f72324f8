using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections.Triage;
using Dashboard.Tests.Features.Team;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Connections.Triage;

public sealed class PastNotesTests : TriageContext
{
    private PastNotes Notes => new(Database, TeamHost.Current("mia", Role.Manager));

    [Fact]
    public async Task A_note_that_is_replaced_or_removed_is_kept_with_who_and_when()
    {
        await Database.EventsAsync(Some.Broken(0, "c"));
        var first = Time.GetUtcNow();
        await By("ana").WriteNoteAsync(One("c"), "Call after five.", Token);
        Assert.Empty(await Notes.OfAsync("c", Token));
        Time.Advance(TimeSpan.FromHours(1));
        await By("ben").WriteNoteAsync(await SeenAsync("c"), "Called.", Token);
        Time.Advance(TimeSpan.FromHours(1));
        await By("ana").WriteNoteAsync(await SeenAsync("c"), null, Token);

        var notes = await Notes.OfAsync("c", Token);

        Assert.Equal(
            [
                ("Called.", "ben", first.AddHours(1), "ana", first.AddHours(2)),
                ("Call after five.", "ana", first, "ben", first.AddHours(1)),
            ],
            notes.Select(n => (n.Text, n.By, n.At, n.EndedBy, n.EndedAt))
        );
        Assert.Null((await FindAsync("c"))!.Note);
    }

    [Fact]
    public async Task The_latest_are_kept_of_each_connection()
    {
        await Database.EventsAsync(Some.Broken(0, "c"), Some.Broken(0, "d"));
        await By("ana").WriteNoteAsync(One("d"), "Another", Token);
        await By("ana").WriteNoteAsync(await SeenAsync("d"), "Another 2", Token);
        for (var i = 0; i <= PastNote.MaxKept + 3; i++)
            await By("ana").WriteNoteAsync(await SeenAsync("c"), $"Note {i}", Token);

        var notes = await Notes.OfAsync("c", Token);

        Assert.Equal(PastNote.MaxKept, notes.Count);
        Assert.Equal(($"Note {PastNote.MaxKept + 2}", "Note 3"), (notes[0].Text, notes[^1].Text));
        await using var db = Database.CreateDbContext();
        Assert.Equal(PastNote.MaxKept + 1, db.PastNotes.Count());
    }

    [Fact]
    public async Task A_refused_note_leaves_no_trace()
    {
        await Database.EventsAsync(Some.Broken(0, "c"));
        await By("ana").WriteNoteAsync(One("c"), "First", Token);

        var overtaken = await By("ben").WriteNoteAsync(One("c"), "Second", Token);

        Assert.Equal(TriageObstacle.ChangedMeanwhile, overtaken.Refusal?.Obstacle);
        Assert.Empty(await Notes.OfAsync("c", Token));
    }

    [Fact]
    public async Task Snoozing_and_assigning_keep_no_notes()
    {
        await Database.EventsAsync(Some.Broken(0, "c"));
        await By("ana").WriteNoteAsync(One("c"), "First", Token);
        await By("ana").SnoozeAsync(await SeenAsync("c"), Friday, Token);

        Assert.Empty(await Notes.OfAsync("c", Token));
        Assert.Equal("First", (await FindAsync("c"))!.Note);
    }
}
