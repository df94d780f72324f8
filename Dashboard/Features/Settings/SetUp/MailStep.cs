using Dashboard.Features.Settings.Health;
using Dashboard.Text;

namespace Dashboard.Features.Settings.SetUp;

/// <summary>Judges whether customers get e-mails, and know who writes. Pure.</summary>
internal static class MailStep
{
    public static SetUpStep Sending(SetUpFacts facts) =>
        facts switch
        {
            { ReachesPeople: false } => new(
                SetUpTopic.Email,
                Standing.Unknown,
                "Test mode: e-mails are saved as files, not sent",
                "Customers get nothing until a mail server is set: Email__Mode=Smtp and Email__Smtp__Host."
            ),
            { HasSent: true } => new(
                SetUpTopic.Email,
                Standing.Working,
                "E-mails are sent",
                "Your mail server accepts them. A test message shows that they arrive."
            ),
            _ => new(
                SetUpTopic.Email,
                Standing.Unknown,
                "No e-mail was sent yet",
                "A mail server is set. Send yourself a test message to see whether it accepts them."
            ),
        };

    public static SetUpStep Names(SetUpFacts facts)
    {
        if (facts.MissingNames.Count > 0)
            return new(
                SetUpTopic.Company,
                Standing.Unknown,
                "Customers don’t know who writes to them",
                $"Set {Counts.List(facts.MissingNames)}."
            );
        var names = $"{Bidi.Isolate(facts.CompanyName)}, support at {Bidi.Isolate(facts.SupportContact)}";
        return facts.ReplyTo is { } reply
            ? new(
                SetUpTopic.Company,
                Standing.Working,
                "Customers know who writes to them",
                $"{names}, answers go to {Bidi.Isolate(reply)}."
            )
            : new(
                SetUpTopic.Company,
                Standing.Attention,
                "Answers to e-mails go nowhere",
                $"{names}. Set Email__ReplyTo to an address that people read."
            );
    }
}
