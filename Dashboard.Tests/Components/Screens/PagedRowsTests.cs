using Dashboard.Components.Screens;
using Dashboard.Domain;

namespace Dashboard.Tests.Components.Screens;

public sealed class PagedRowsTests
{
    private const int PageSize = 2;
    private readonly Queue<TaskCompletionSource<Page<int, string>>> _reads = [];
    private readonly List<(string? After, int Limit)> _asked = [];

    [Fact]
    public async Task Rows_are_appended_until_no_page_follows()
    {
        var rows = Rows();
        await ShowAsync(rows, new([5, 4], "4"));
        Assert.True(rows.HasMore);

        var more = rows.ReadMoreAsync(Token);
        Answer(new([3], Next: null));
        await more;

        Assert.Equal([5, 4, 3], rows.Rows);
        Assert.False(rows.HasMore);
        Assert.Equal([(null, PageSize), ("4", PageSize)], _asked);
    }

    [Fact]
    public async Task Asking_twice_before_the_answer_reads_one_page()
    {
        var rows = Rows();
        await ShowAsync(rows, new([5, 4], "4"));

        var first = rows.ReadMoreAsync(Token);
        var second = rows.ReadMoreAsync(Token);
        Assert.True(rows.IsReadingMore);
        Answer(new([3, 2], "2"));
        await Task.WhenAll(first, second);

        Assert.Equal([5, 4, 3, 2], rows.Rows);
        Assert.False(rows.IsReadingMore);
    }

    [Fact]
    public async Task A_page_of_the_list_before_is_dropped()
    {
        var rows = Rows();
        await ShowAsync(rows, new([5, 4], "4"));

        var more = rows.ReadMoreAsync(Token);
        rows.Show(new([9, 8], "8"));
        Answer(new([3, 2], "2"));
        await more;

        Assert.Equal([9, 8], rows.Rows);
    }

    [Fact]
    public async Task A_row_that_moved_between_two_readings_is_listed_once()
    {
        var rows = Rows();
        await ShowAsync(rows, new([5, 4], "4"));

        var more = rows.ReadMoreAsync(Token);
        Answer(new([4, 3], Next: null));
        await more;

        Assert.Equal([5, 4, 3], rows.Rows);
    }

    [Fact]
    public async Task After_a_failure_the_page_can_be_reloaded()
    {
        var rows = Rows();
        await ShowAsync(rows, new([5, 4], "4"));

        var failing = rows.ReadMoreAsync(Token);
        _reads.Dequeue().SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => failing);
        var more = rows.ReadMoreAsync(Token);
        Answer(new([3], Next: null));
        await more;

        Assert.Equal([5, 4, 3], rows.Rows);
    }

    [Fact]
    public async Task Reading_again_asks_for_as_many_rows_as_are_shown()
    {
        var rows = Rows();
        await ShowAsync(rows, new([5, 4, 3], "3"));

        var again = rows.ReadAgainAsync(Token);
        Answer(new([6, 5, 4], "4"));
        rows.Show(await again);

        Assert.Equal((null, 3), _asked[^1]);
        Assert.Equal([6, 5, 4], rows.Rows);
    }

    [Fact]
    public async Task Newer_readings_replace_the_rows_that_are_shown()
    {
        var rows = new PagedRows<(int Id, string Text), string>(
            (_, _, _) => throw new NotSupportedException(),
            row => row.Id,
            PageSize
        );
        rows.Show(new([(2, "old"), (1, "old")], Next: null));

        rows.Update([(1, "new"), (7, "not shown")]);

        Assert.Equal([(2, "old"), (1, "new")], rows.Rows);
    }

    private PagedRows<int, string> Rows() =>
        new(
            (after, limit, _) =>
            {
                _asked.Add((after, limit));
                var read = new TaskCompletionSource<Page<int, string>>();
                _reads.Enqueue(read);
                return read.Task;
            },
            row => row,
            PageSize
        );

    private async Task ShowAsync(PagedRows<int, string> rows, Page<int, string> page)
    {
        var read = rows.ReadFirstAsync(Token);
        Answer(page);
        rows.Show(await read);
    }

    private void Answer(Page<int, string> page) => _reads.Dequeue().SetResult(page);
}
