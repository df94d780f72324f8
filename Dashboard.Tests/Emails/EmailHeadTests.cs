using Bunit;
using Dashboard.Emails;
using Dashboard.Features.Batches;
using Dashboard.Tests.Features.Sending;

namespace Dashboard.Tests.Emails;

public sealed class EmailHeadTests : SendingScreen
{
    [Fact]
    public void The_title_stays_and_screen_readers_hear_which_page_it_is()
    {
        var outbox = Render<EmailHead>(p => p.Add(h => h.Title, "E-mails"));
        Assert.Equal("E-mails", outbox.Find("h1").TextContent);
        var batches = Render<BatchesPage>();
        Assert.Equal("E-mails: batches", batches.Find("h1").TextContent);
        Assert.Equal(": batches", batches.Find("h1 .visually-hidden").TextContent);
    }
}
