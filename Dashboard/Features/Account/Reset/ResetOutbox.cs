using System.Threading.Channels;
using Dashboard.Components;
using Dashboard.Mail;

namespace Dashboard.Features.Account.Reset;

/// <summary>A message to send, with the token of its link.</summary>
internal sealed record ResetRequest(string Address, string Name, string Token);

/// <summary>
/// Sends links in the background, so that a request takes the same time with and without an account. Waiting
/// links are lost when the process ends; the operator can request a new one.
/// </summary>
internal sealed partial class ResetOutbox(IMailSender mail, PublicOrigin origin, ILogger<ResetOutbox> logger)
    : BackgroundService
{
    private const int MaxWaiting = 100;

    private readonly Channel<ResetRequest> _waiting = Channel.CreateBounded<ResetRequest>(
        new BoundedChannelOptions(MaxWaiting)
        {
            FullMode = BoundedChannelFullMode.DropWrite,
            SingleReader = true,
        }
    );

    public void Send(ResetRequest request) => _waiting.Writer.TryWrite(request);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var request in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                var url = origin.Url($"{ResetLinks.Page}?token={Uri.EscapeDataString(request.Token)}");
                await mail.SendAsync(ResetMail.To(request.Address, request.Name, url), stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotSent(logger, exception);
            }
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A password reset link could not be sent; the person has to request it again"
    )]
    private static partial void LogNotSent(ILogger logger, Exception exception);
}
