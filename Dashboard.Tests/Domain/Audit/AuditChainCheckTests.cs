using Dashboard.Domain.Audit;
using Dashboard.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Domain.Audit;

public sealed class AuditChainCheckTests
{
    private static readonly AuditEntry[] Chain = AuditTrail.Chain(9);

    // Of every kind of field: text, text that may be absent, numbers, times, hashes.
    private static readonly Dictionary<string, object?[]> Forgeries = new(StringComparer.Ordinal)
    {
        [nameof(AuditEntry.Number)] = [0L, -1L, 4L, 10L, 900L],
        [nameof(AuditEntry.At)] = [Some.Noon.AddTicks(1), Some.Noon.AddDays(-1)],
        [nameof(AuditEntry.ActorId)] = ["id-2", "", null],
        [nameof(AuditEntry.Actor)] = ["Ana Lima", ""],
        [nameof(AuditEntry.ActorRole)] = ["Admin"],
        [nameof(AuditEntry.Action)] = ["sign in"],
        [nameof(AuditEntry.Subject)] = ["connection:99", null],
        [nameof(AuditEntry.Result)] = ["refused"],
        [nameof(AuditEntry.Address)] = ["127.0.0.2", null],
        [nameof(AuditEntry.Before)] = ["{}", ""],
        [nameof(AuditEntry.After)] = ["{ }", "", null],
        [nameof(AuditEntry.PreviousHash)] = [AuditEntry.NothingBefore, "", new string('a', 64)],
        [nameof(AuditEntry.Hash)] = [AuditEntry.NothingBefore, "", new string('b', 64)],
    };

    [Fact]
    public void A_chain_as_it_was_written_is_intact()
    {
        Assert.Null(Finding(Chain));
        Assert.Null(new AuditChainCheck().End(0, AuditEntry.NothingBefore));
    }

    [Fact]
    public void Every_field_of_an_entry_is_covered_but_the_row_id() =>
        Assert.Equal(
            typeof(AuditEntry)
                .GetProperties()
                .Select(p => p.Name)
                .Where(name => name != nameof(AuditEntry.Id))
                .Order(StringComparer.Ordinal),
            Forgeries.Keys.Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Any_single_change_of_any_field_of_any_entry_is_found() =>
        Hold(
            from index in Gen.Choose(0, Chain.Length - 1)
            from field in Gen.Elements(Forgeries.Keys.ToArray())
            from value in Gen.Elements(Forgeries[field])
            select (index, field, value),
            forged =>
            {
                var entry = Chain[forged.index].With(forged.field, forged.value);
                var isSame = Equals(
                    typeof(AuditEntry).GetProperty(forged.field)!.GetValue(Chain[forged.index]),
                    forged.value
                );
                AuditEntry[] entries = [.. Chain[..forged.index], entry, .. Chain[(forged.index + 1)..]];

                Assert.Equal(isSame, Finding(entries) is null);
                Assert.Equal(isSame, Finding([.. entries.OrderBy(e => e.Number)]) is null);
            }
        );

    [Fact]
    public void Any_removal_is_found_and_the_first_missing_entry_named() =>
        Hold(
            from first in Gen.Choose(0, Chain.Length - 1)
            from count in Gen.Choose(1, Chain.Length - first)
            select (first, count),
            cut =>
            {
                var finding = Finding([.. Chain[..cut.first], .. Chain[(cut.first + cut.count)..]]);

                Assert.Equal(cut.first + 1, finding?.Number);
                Assert.Equal(
                    cut.first + cut.count == Chain.Length ? AuditFault.CutOff : AuditFault.Missing,
                    finding?.Fault
                );
            }
        );

    [Fact]
    public void Any_two_entries_that_changed_places_are_found() =>
        Hold(
            from one in Gen.Choose(0, Chain.Length - 2)
            from other in Gen.Choose(one + 1, Chain.Length - 1)
            select (one, other),
            pair =>
            {
                AuditEntry[] entries = [.. Chain];
                (entries[pair.one], entries[pair.other]) = (
                    Chain[pair.other].With(nameof(AuditEntry.Number), Chain[pair.one].Number),
                    Chain[pair.one].With(nameof(AuditEntry.Number), Chain[pair.other].Number)
                );

                Assert.Equal((pair.one + 1, AuditFault.Reordered), Place(Finding(entries)));
            }
        );

    [Fact]
    public void An_end_that_is_not_the_recorded_one_is_found()
    {
        Assert.Equal((9, AuditFault.BeyondEnd), Place(Finding(Chain, 8, Chain[7].Hash)));
        Assert.Equal((10, AuditFault.CutOff), Place(Finding(Chain, 12, Chain[8].Hash)));
        Assert.Equal((9, AuditFault.Changed), Place(Finding(Chain, 9, Chain[7].Hash)));
        Assert.Equal((1, AuditFault.BeyondEnd), Place(Finding(Chain, 0, AuditEntry.NothingBefore)));
    }

    [Fact]
    public void An_entry_put_before_the_first_is_found()
    {
        var early = Chain[0].With(nameof(AuditEntry.Number), 0L);

        Assert.Equal((0, AuditFault.Reordered), Place(Finding([early, .. Chain])));
    }

    [Fact]
    public void A_rewritten_chain_is_found_by_a_note_of_the_old_one()
    {
        var note = new AuditNote(6, Chain[5].Hash);
        var changed = AuditTrail.Chain(9);
        changed[2] = changed[2].With(nameof(AuditEntry.Actor), "Somebody else");
        for (var i = 2; i < changed.Length; i++)
            changed[i].Link(i + 1, changed[i - 1].Hash);

        Assert.Null(Finding(changed));
        Assert.Equal((6, AuditFault.Changed), Place(Finding(changed, 9, changed[8].Hash, note)));
        Assert.Null(Finding(Chain, 9, Chain[8].Hash, note));
        Assert.Equal((5, AuditFault.CutOff), Place(Finding(Chain[..4], 4, Chain[3].Hash, note)));
    }

    private static AuditFinding? Finding(AuditEntry[] entries) =>
        Finding(entries, 9, entries is [] || entries[^1].Number != 9 ? Chain[8].Hash : entries[^1].Hash);

    private static AuditFinding? Finding(
        AuditEntry[] entries,
        long lastNumber,
        string lastHash,
        AuditNote? note = null
    )
    {
        var check = new AuditChainCheck(note);
        return entries
                .Select(entry => check.Next(entry, lastNumber))
                .FirstOrDefault(found => found is not null)
            ?? check.End(lastNumber, lastHash);
    }

    private static (long Number, AuditFault? Fault) Place(AuditFinding? finding) =>
        (finding?.Number ?? -1, finding?.Fault);

    private static void Hold<T>(Gen<T> cases, Action<T> check) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(cases.ToArbitrary(), check));
}
