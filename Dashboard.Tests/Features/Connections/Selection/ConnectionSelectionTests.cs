using Dashboard.Domain;
using Dashboard.Features.Connections;
using Dashboard.Features.Connections.Selection;
using Dashboard.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Features.Connections.Selection;

public sealed class ConnectionSelectionTests
{
    private static readonly ConnectionFilter Filter = new() { Healths = [Health.Disabled] };
    private readonly ListedConnection[] rows = [.. Enumerable.Range(0, 8).Select(Row)];
    private readonly ConnectionSelection selection = new();

    [Fact]
    public void Pressing_ticks_and_pressing_again_takes_out()
    {
        selection.Toggle(rows[2], isRange: false, rows);
        selection.Toggle(rows[5], isRange: false, rows);
        selection.Toggle(rows[2], isRange: false, rows);
        Assert.Equal(["c5"], Ticked());
        Assert.Equal((1, "1 selected"), (selection.Count(matching: 900), selection.Words));
    }

    [Fact]
    public void A_range_runs_from_the_last_press_either_way_and_takes_out_as_well()
    {
        selection.Toggle(rows[5], isRange: false, rows);
        selection.Toggle(rows[2], isRange: true, rows);
        Assert.Equal(["c2", "c3", "c4", "c5"], Ticked());

        selection.Toggle(rows[4], isRange: true, rows);
        Assert.Equal(["c5"], Ticked());
    }

    [Fact]
    public void A_range_without_a_beginning_is_one_row()
    {
        selection.Toggle(rows[3], isRange: true, rows);
        Assert.Equal(["c3"], Ticked());
    }

    [Fact]
    public void The_head_ticks_what_is_shown_and_then_nothing()
    {
        selection.Toggle(rows[3], isRange: false, rows);
        selection.ToggleAll(rows);
        Assert.True(selection.HasAll(rows));
        selection.ToggleAll(rows);
        Assert.True(selection.IsEmpty);
        Assert.False(selection.HasAll(rows));
        Assert.False(selection.HasAll([]));
    }

    [Fact]
    public void Everything_is_the_filter_without_what_is_taken_out()
    {
        selection.Toggle(rows[3], isRange: false, rows);
        selection.SelectEverything();
        Assert.Equal(8, Ticked().Count);
        selection.Toggle(rows[6], isRange: false, rows);

        Assert.Equal(311, selection.Count(matching: 312));
        var taken = selection.ToConnections("Disabled", Filter);
        Assert.Equal(("Disabled, without 1 of them", Filter), (taken.Words, taken.Filter));
        Assert.Equal(["c6"], taken.Ids);
    }

    [Fact]
    public void Picked_ones_are_ids_and_say_where_they_were_picked()
    {
        selection.Toggle(rows[1], isRange: false, rows);
        var taken = selection.ToConnections("Disabled, Questrade", Filter);
        Assert.Equal(("1 picked from: Disabled, Questrade", null), (taken.Words, taken.Filter));
        Assert.Equal(["c1"], taken.Ids);

        selection.Clear();
        Assert.Equal(["c1"], taken.Ids);
    }

    [Fact]
    public void Any_presses_leave_the_same_ticks_whether_everything_was_selected_first_or_row_by_row() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(
                Gen.Choose(0, 7).ArrayOf().ToArbitrary(),
                presses =>
                {
                    var (all, each) = (new ConnectionSelection(), new ConnectionSelection());
                    all.SelectEverything();
                    each.ToggleAll(rows);
                    foreach (var press in presses)
                    {
                        all.Toggle(rows[press], isRange: press % 3 == 0, rows);
                        each.Toggle(rows[press], isRange: press % 3 == 0, rows);
                    }
                    Assert.Equal(rows.Select(each.Contains), rows.Select(all.Contains));
                    Assert.Equal(each.Count(8), all.Count(8));
                }
            )
        );

    private List<string> Ticked() => [.. rows.Where(selection.Contains).Select(r => r.Row.Id)];

    private static ListedConnection Row(int index) =>
        new(
            new ConnectionRow
            {
                Id = $"c{index}",
                UserId = "u",
                Health = Health.Disabled,
                Since = Some.Noon,
                AwaitingVerification = false,
                BrokerageId = null,
                Name = null,
                Type = null,
                LastEventAt = Some.Noon,
                LastVerifiedAt = null,
                LastDataAt = null,
                Version = 1,
                UserName = null,
                UserEmail = null,
                CanAskSnapTrade = true,
                IsSecretRefused = false,
            }
        )
        {
            Index = index,
        };
}
