using Dashboard.Components;
using Dashboard.Components.Screens;
using Dashboard.Data;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections.Views;

/// <summary>
/// The saved views of the operators whose screens are open, with their counts: read once for the node, and handed to the
/// screens for which something is different.
/// </summary>
/// <remarks>
/// It reads without an operator: only screens that require <c>ViewConnections</c> may subscribe.
/// </remarks>
internal sealed class ViewBoard(
    IDbContextFactory<DashboardDbContext> contexts,
    ViewCounts counts,
    ILogger<ViewBoard> logger
) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly HashSet<Reader> _readers = [];

    // As they were read last, by operator.
    private readonly Dictionary<string, IReadOnlyList<ListedView>> _shown = new(StringComparer.Ordinal);

    /// <summary>The operator's own views, and those of the team, each by name; empty until they are read.</summary>
    public IReadOnlyList<ListedView> Of(string operatorId)
    {
        lock (_gate)
            return _shown.GetValueOrDefault(operatorId) ?? [];
    }

    /// <summary>Calls back on a pool thread when the operator's views are different, until the result is disposed.</summary>
    public IDisposable Subscribe(string operatorId, WindowVisibility window, Action changed)
    {
        var reader = new Reader(this, operatorId, window, changed);
        lock (_gate)
        {
            reader.Views = Of(operatorId);
            _readers.Add(reader);
        }
        return reader;
    }

    /// <summary>Reads the views again and the counts that are due. A failure is logged; what was read before stays.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var readers = Readers();
            if (readers.TrueForAll(r => r.Window.IsHidden))
                return;
            var operators = readers.Select(r => r.OperatorId).Distinct(StringComparer.Ordinal).ToList();
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var views = await ViewsAsync(db, operators, cancellationToken);
            await counts.ReadAsync(db, ToCount(views, operators), cancellationToken);
            foreach (var reader in readers)
                Show(reader, views);
        }
        catch (Exception exception) when (Failures.IsTemporary(exception))
        {
            logger.Report(exception, "The saved views");
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        counts.Dispose();
        _turn.Dispose();
    }

    private List<Reader> Readers()
    {
        lock (_gate)
            return [.. _readers];
    }

    private static Task<List<SavedView>> ViewsAsync(
        DashboardDbContext db,
        List<string> operators,
        CancellationToken cancellationToken
    ) =>
        db
            .SavedViews.AsNoTracking()
            .Where(v => v.OwnerId == null || operators.Contains(v.OwnerId))
            .ToListAsync(cancellationToken);

    private static HashSet<CountedList> ToCount(List<SavedView> views, List<string> operators) =>
        [
            .. views
                .SelectMany(view =>
                    (view.OwnerId is { } owner ? [owner] : operators).Select(id =>
                        CountedList.Of(SavedViews.ViewOf(view), id)
                    )
                )
                .Where(list => !ListWords.IsKept(list.View)),
        ];

    private void Show(Reader reader, List<SavedView> views)
    {
        List<ListedView> shown =
        [
            .. views
                .Where(v => v.OwnerId is null || v.OwnerId == reader.OperatorId)
                .OrderBy(v => v.IsShared)
                .ThenBy(v => v.Name, StringComparer.CurrentCultureIgnoreCase)
                .Select(v =>
                    ListedView.Of(v, counts.Of(CountedList.Of(SavedViews.ViewOf(v), reader.OperatorId)))
                ),
        ];
        lock (_gate)
        {
            _shown[reader.OperatorId] = shown;
            if (reader.Views.SequenceEqual(shown))
                return;
            reader.Views = shown;
        }
        reader.Changed();
    }

    private void Remove(Reader reader)
    {
        lock (_gate)
        {
            _readers.Remove(reader);
            if (!_readers.Any(r => r.OperatorId == reader.OperatorId))
                _shown.Remove(reader.OperatorId);
        }
    }

    private sealed class Reader(ViewBoard board, string operatorId, WindowVisibility window, Action changed)
        : IDisposable
    {
        public string OperatorId { get; } = operatorId;
        public WindowVisibility Window { get; } = window;
        public Action Changed { get; } = changed;
        public IReadOnlyList<ListedView> Views { get; set; } = [];

        public void Dispose() => board.Remove(this);
    }
}
