using Dashboard.Domain.Connections;
using Dashboard.Features.Connections;
using Dashboard.Features.Connections.Selection;
using Dashboard.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Features.Connections.Selection;

public sealed class ConnectionSelectionTests
{
    private static readonly ConnectionFilter Filter = new() { Healths = [Health.Disabled] };
    private readonly ListedConnection[] _rows = [.. Enumerable.Range(0, 8).Select(Row)];
    private readonly ConnectionSelection _selection = new();

    [Fact]
    public void A_click_selects_and_another_click_deselects()
    {
        _selection.Toggle(_rows[2], isRange: false, _rows);
        _selection.Toggle(_rows[5], isRange: false, _rows);
        _selection.Toggle(_rows[2], isRange: false, _rows);
        Assert.Equal(["c5"], Ticked());
        Assert.Equal((1, "1 selected"), (_selection.Count(matching: 900), _selection.Words));
    }

    [Fact]
    public void A_range_runs_from_the_last_click_in_either_direction_and_can_deselect()
    {
        _selection.Toggle(_rows[5], isRange: false, _rows);
        _selection.Toggle(_rows[2], isRange: true, _rows);
        Assert.Equal(["c2", "c3", "c4", "c5"], Ticked());

        _selection.Toggle(_rows[4], isRange: true, _rows);
        Assert.Equal(["c5"], Ticked());
    }

    [Fact]
    public void A_range_without_an_earlier_click_is_one_row()
    {
        _selection.Toggle(_rows[3], isRange: true, _rows);
        Assert.Equal(["c3"], Ticked());
    }

    [Fact]
    public void The_header_selects_all_rows_shown_and_then_none()
    {
        _selection.Toggle(_rows[3], isRange: false, _rows);
        _selection.ToggleAll(_rows);
        Assert.True(_selection.HasAll(_rows));
        _selection.ToggleAll(_rows);
        Assert.True(_selection.IsEmpty);
        Assert.False(_selection.HasAll(_rows));
        Assert.False(_selection.HasAll([]));
    }

    [Fact]
    public void Everything_means_the_filter_without_the_deselected_rows()
    {
        _selection.Toggle(_rows[3], isRange: false, _rows);
        _selection.SelectEverything();
        Assert.Equal(8, Ticked().Count);
        _selection.Toggle(_rows[6], isRange: false, _rows);

        Assert.Equal(311, _selection.Count(matching: 312));
        var taken = _selection.ToConnections("Disabled", Filter);
        Assert.Equal(("Disabled, except 1 of them", Filter), (taken.Words, taken.Filter));
        Assert.Equal(["c6"], taken.Ids);
    }

    [Fact]
    public void Selected_rows_are_ids_with_the_description_of_their_list()
    {
        _selection.Toggle(_rows[1], isRange: false, _rows);
        var taken = _selection.ToConnections("Disabled, Questrade", Filter);
        Assert.Equal(("1 picked from: Disabled, Questrade", null), (taken.Words, taken.Filter));
        Assert.Equal(["c1"], taken.Ids);

        _selection.Clear();
        Assert.Equal(["c1"], taken.Ids);
    }

    [Fact]
    public void Any_clicks_lead_to_the_same_selection_from_everything_or_row_by_row() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(
                Gen.Choose(0, 7).ArrayOf().ToArbitrary(),
                presses =>
                {
                    var (all, each) = (new ConnectionSelection(), new ConnectionSelection());
                    all.SelectEverything();
                    each.ToggleAll(_rows);
                    foreach (var press in presses)
                    {
                        all.Toggle(_rows[press], isRange: press % 3 == 0, _rows);
                        each.Toggle(_rows[press], isRange: press % 3 == 0, _rows);
                    }
                    Assert.Equal(_rows.Select(each.Contains), _rows.Select(all.Contains));
                    Assert.Equal(each.Count(8), all.Count(8));
                }
            )
        );

    private List<string> Ticked() => [.. _rows.Where(_selection.Contains).Select(r => r.Row.Id)];

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
