using System.Text;
using Dashboard.Features.Users.Import;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Features.Users.Import;

public sealed class CsvFileTests
{
    private const string Header = "userId,name,email,userSecret,optedOut";
    private static readonly string[] Odd =
    [
        "a",
        "Zoë",
        "\"",
        "\"\"",
        ",",
        ";",
        "\t",
        "\n",
        "\r\n",
        "=1+1",
        "客户",
        " x",
        "@",
    ];

    [Fact]
    public void Whatever_is_written_is_read_again_in_any_encoding_and_with_any_separator()
    {
        var field = Gen.NonEmptyListOf(Gen.Elements(Odd)).Select(parts => string.Concat(parts));
        var rows = Gen.NonEmptyListOf(Gen.ArrayOf(field, 3));
        var files =
            from r in rows
            from separator in Gen.Elements(',', ';', '\t')
            from encoding in Gen.Elements("utf-8", "utf-16", "utf-16BE")
            from mark in Gen.Elements(true, false)
            select (Rows: r, separator, encoding, mark: mark || encoding != "utf-8");
        Prop.ForAll(
                files.ToArbitrary(),
                file => Same(file.Rows, file.separator, FileEncoding.Named(file.encoding), file.mark)
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_row_contains_its_fields_without_empty_ones()
    {
        var rows = await ReadAsync($"{Header}\nu1, Zoë ,zoe@example.com,s3cret,yes\nu2,,,,\n");
        var (first, second) = (rows[0].Input!, rows[1].Input!);
        Assert.Equal(
            ("Zoë", "zoe@example.com", "s3cret", true),
            (first.Name, first.Email, first.UserSecret, first.OptedOut)
        );
        Assert.Equal(
            (null, null, null, null),
            (second.Name, second.Email, second.UserSecret, second.OptedOut)
        );
    }

    [Fact]
    public async Task First_and_last_name_make_a_name()
    {
        var rows = await ReadAsync("id,first name,last name\nu1,Zoë,Übermut\nu2,,Übermut\nu3,Zoë,\n");
        Assert.Equal(["Zoë Übermut", "Übermut", "Zoë"], rows.Select(r => r.Input!.Name));
    }

    [Theory]
    [InlineData("u1,Zoë,not an address,,", 2, "u1", "email must be an address")]
    [InlineData("u\u200b1,Zoë,,,", 2, null, "a zero-width space (U+200B)")]
    [InlineData("u1,Zoë,,s3c\u00a0ret,", 2, "u1", "a no-break space (U+00A0)")]
    [InlineData("u1,Z\u202eoë,,,", 2, "u1", "a direction override (U+202E)")]
    [InlineData("1.23457E+15,Zoë,,s3cret,", 2, "1.23457E+15", "rounded")]
    [InlineData("\"1,23457E+15\",Zoë,,s3cret,", 2, "1,23457E+15", "rounded")]
    [InlineData("########,Zoë,,s3cret,", 2, "########", "too narrow")]
    [InlineData("#N/A,Zoë,,s3cret,", 2, "#N/A", "error value")]
    [InlineData("#BEZUG!,Zoë,,s3cret,", 2, "#BEZUG!", "error value")]
    [InlineData("u1,Zoë,,#NAME?,", 2, "u1", "error value")]
    [InlineData(",Zoë,,,", 2, null, "userId must have 1 to")]
    [InlineData("u1,Zoë,,,perhaps", 2, "u1", "optedOut must be yes or no")]
    [InlineData("u1,Zoë,zoe@example.com,,,more", 2, null, "Wrong number of columns")]
    [InlineData("u1;Zoë;zoe@example.com;;", 2, null, "Wrong number of columns")]
    [InlineData("u0,\"two\nlines\",,,\nu1,\"never closed,,,", 4, null, "not closed")]
    public async Task An_invalid_row_is_reported_with_line_and_reason(
        string rows,
        long line,
        string? userId,
        string reason
    )
    {
        var bad = (await ReadAsync($"{Header}\n{rows}")).Last(r => r.Input is null);
        Assert.Equal((line, userId), (bad.Line, bad.UserId));
        Assert.Contains(reason, bad.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_as_spreadsheets_end_them_are_read()
    {
        var rows = await ReadAsync($"{Header}\nu1,Zoë\nu2,,,s3cret\nu3,Max,,,,,,\n,,,,\n\u00a0,,\n,,,,,,,\n");
        Assert.Equal(["u1", "u2", "u3"], rows.Select(r => r.UserId));
        Assert.All(rows, row => Assert.Null(row.Problem));
        Assert.Equal("s3cret", rows[1].Input!.UserSecret);
    }

    [Fact]
    public async Task Invisible_characters_around_values_are_removed()
    {
        var rows = await ReadAsync(
            $"{Header}\n\ufeff u1\u00a0,\u00a0Zoë\u200b,\u200bzoe@example.com	, s3cret\u00a0\u2060,yes\u00a0\n"
        );
        var (id, input) = (rows[0].UserId, rows[0].Input!);
        Assert.Equal(
            ("u1", "Zoë", "zoe@example.com", "s3cret", true),
            (id, input.Name, input.Email, input.UserSecret, input.OptedOut)
        );
    }

    [Theory]
    [InlineData("pt_BR", "pt-BR")]
    [InlineData("PT-br", "pt-BR")]
    [InlineData("en_US.UTF-8", "en-US")]
    [InlineData("Portuguese (Brazil)", "pt-BR")]
    [InlineData("English", "en")]
    [InlineData("por", "pt")]
    [InlineData("zh_hans_cn", "zh-Hans-CN")]
    [InlineData("whatever it is!", null)]
    [InlineData("#N/A", null)]
    public async Task A_locale_is_normalized_or_ignored_and_the_row_is_kept(string locale, string? normal)
    {
        var row = Assert.Single(await ReadAsync($"userId,locale,userSecret\nu1,{locale},s3cret\n"));
        Assert.Equal((normal, "s3cret"), (row.Input!.Locale, row.Input.UserSecret));
        Assert.Equal(normal is null, row.Warning?.Contains("Language", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_does_not_swallow_a_large_file()
    {
        var text = $"{Header}\nu1,\"{string.Join('\n', Enumerable.Repeat("u2,Zoë,,,", 30_000))}";
        var problem = await Assert.ThrowsAsync<UnreadableFileException>(() => ReadAsync(text));
        Assert.Contains("never closed", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_whose_rows_do_not_fit_its_header_is_not_read_to_its_end()
    {
        var text = $"{Header}\n{string.Concat(Enumerable.Repeat("u1,a,b,c,d,e\n", CsvFile.MaxSkipped + 1))}";
        var problem = await Assert.ThrowsAsync<UnreadableFileException>(() => ReadAsync(text));
        Assert.Contains("Wrong number of columns", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_file_is_reported() =>
        Assert.Equal(
            "The file is empty.",
            (await Assert.ThrowsAsync<UnreadableFileException>(() => ReadAsync(""))).Message
        );

    [Fact]
    public async Task Of_rows_about_one_user_the_last_good_one_counts()
    {
        var rows = await ReadAsync("id,name\nu1,a\nu2,b\nu1,c\nu1,\"x\ny\"\n");
        var scan = await ImportScan.OfAsync(rows.ToAsyncEnumerable(), TestContext.Current.CancellationToken);
        Assert.Equal((4, 0), (scan.Rows, Assert.Single(scan.Superseded)));
    }

    [Theory]
    [InlineData("utf-8", "Zoë", "utf-8", false)]
    [InlineData("utf-8", "plain", "utf-8", false)]
    [InlineData("windows-1252", "Zoë", "windows-1252", true)]
    [InlineData("utf-16", "Zoe Miller", "utf-16", true)]
    [InlineData("utf-16BE", "Zoe Miller", "utf-16BE", true)]
    public void An_encoding_is_detected_without_a_mark(string actual, string text, string found, bool isGuess)
    {
        var encoding = new FileEncoding();
        foreach (var part in FileEncoding.Named(actual).GetBytes(text).Chunk(1))
            encoding.See(part);
        Assert.Equal((found, isGuess), encoding.Find());
    }

    [Fact]
    public void A_letter_that_is_cut_off_at_the_end_is_not_UTF8()
    {
        var encoding = new FileEncoding();
        encoding.See("Zo"u8);
        encoding.See([0xC3]);
        Assert.Equal(("windows-1252", true), encoding.Find());
    }

    private static bool Same(IList<string[]> rows, char separator, Encoding encoding, bool mark)
    {
        static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        var lines = rows.Select(row => string.Join(separator, row.Select(Quoted)));
        var text = $"{string.Join(separator, "a", "b", "c")}\n{string.Join("\r\n", lines)}";
        byte[] bytes = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
        var file = new CsvFile(encoding.WebName == "utf-16" ? "utf-16" : encoding.WebName);
        var read = file.FirstAsync(new MemoryStream(bytes), int.MaxValue, CancellationToken.None).Result;
        // A row without visible characters is skipped.
        rows = [.. rows.Where(row => row.Any(field => !string.IsNullOrWhiteSpace(field)))];
        return read.Count == rows.Count && read.Zip(rows).All(pair => pair.First.SequenceEqual(pair.Second));
    }

    private static async Task<List<ImportRow>> ReadAsync(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var file = new CsvFile("utf-8");
        var ended = TestContext.Current.CancellationToken;
        var headers = await file.HeadersAsync(new MemoryStream(bytes), ended);
        return await file.RowsAsync(new MemoryStream(bytes), ColumnGuess.Of(headers), ended)
            .ToListAsync(ended);
    }
}
