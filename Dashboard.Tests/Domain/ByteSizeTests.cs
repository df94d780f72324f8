using Dashboard.Domain;

namespace Dashboard.Tests.Domain;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KB")]
    [InlineData(300 * 1024, "300 KB")]
    [InlineData(4 * 1024 * 1024, "4 MB")]
    [InlineData(1181116006, "1.1 GB")]
    public void Sizes_read_in_the_largest_unit_that_they_reach(long bytes, string words) =>
        Assert.Equal(words, ByteSize.Of(bytes));
}
