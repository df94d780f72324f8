using System.Net;
using Dashboard.Features.Notices.Webhooks;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Notices;

public sealed class WebhookTests
{
    private readonly FakeTimeProvider _time = new(Some.Noon);

    [Theory]
    [InlineData(200, "ok", true, false, "responded with 200, “ok”")]
    [InlineData(204, "", true, false, "responded with 204.")]
    [InlineData(302, "", false, true, "redirects are not followed")]
    [InlineData(400, "invalid_payload", false, true, "“invalid_payload”. Check that the address is complete")]
    [InlineData(404, "no_service", false, true, "create a new one there")]
    [InlineData(410, "", false, true, "create a new one there")]
    [InlineData(429, "", false, false, "responded with 429.")]
    [InlineData(500, "", false, false, "responded with 500.")]
    public async Task An_answer_says_whether_to_try_again(
        int status,
        string body,
        bool isDelivered,
        bool isPermanent,
        string words
    )
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/hooks/elsewhere";
            return status == 204 ? Task.CompletedTask : context.Response.WriteAsync(body);
        };
        var result = await PostAsync(receiver.Address);
        Assert.Equal((isDelivered, isPermanent), (result.IsDelivered, result.IsPermanent));
        Assert.Contains(words, result.Words);
        Assert.Single(receiver.Bodies);
    }

    [Fact]
    public async Task Retry_after_is_reported()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "90";
            return Task.CompletedTask;
        };
        Assert.Equal(TimeSpan.FromSeconds(90), (await PostAsync(receiver.Address)).RetryAfter);
    }

    [Fact]
    public async Task An_answer_that_repeats_the_address_is_not_repeated()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = context =>
        {
            context.Response.StatusCode = 404;
            return context.Response.WriteAsync($"{context.Request.Path} was not found");
        };
        Assert.DoesNotContain(WebhookReceiver.Secret, (await PostAsync(receiver.Address)).Words);
    }

    [Fact]
    public async Task One_that_hangs_is_given_up_and_tried_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var arrived = new TaskCompletionSource();
        receiver.Answer = context =>
        {
            arrived.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        var posting = PostAsync(receiver.Address);
        await arrived.Task.WaitAsync(Token);
        _time.Advance(WebhookClient.Patience);
        var result = await posting;
        Assert.Equal((false, false), (result.IsDelivered, result.IsPermanent));
        Assert.Contains("within 10 seconds", result.Words);
    }

    [Fact]
    public async Task Without_permission_no_internal_address_is_reached_by_IP_or_by_name()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var byName = new UriBuilder(receiver.Address) { Host = "localhost" }.Uri;
        foreach (var address in (Uri[])[receiver.Address, byName])
        {
            var result = await PostAsync(address, allowsPrivate: false);
            Assert.True(result.IsPermanent);
            Assert.Contains("Notices__AllowPrivateHosts", result.Words);
        }
        Assert.Empty(receiver.Bodies);
    }

    [Fact]
    public async Task A_door_that_is_shut_is_tried_again()
    {
        var receiver = await WebhookReceiver.StartAsync();
        var address = receiver.Address;
        await receiver.DisposeAsync();
        var result = await PostAsync(address);
        Assert.Equal((false, false), (result.IsDelivered, result.IsPermanent));
        Assert.Contains("can’t be reached", result.Words);
    }

    [Theory]
    [InlineData("93.184.215.14", "Public")]
    [InlineData("2606:4700::1", "Public")]
    [InlineData("10.1.2.3", "Private")]
    [InlineData("172.31.0.1", "Private")]
    [InlineData("172.32.0.1", "Public")]
    [InlineData("192.168.1.1", "Private")]
    [InlineData("100.64.0.1", "Private")]
    [InlineData("fd00::1", "Private")]
    [InlineData("127.0.0.2", "Loopback")]
    [InlineData("::1", "Loopback")]
    [InlineData("::ffff:127.0.0.1", "Loopback")]
    [InlineData("::ffff:10.0.0.1", "Private")]
    [InlineData("169.254.169.254", "Never")]
    [InlineData("::ffff:169.254.169.254", "Never")]
    [InlineData("fe80::1", "Never")]
    [InlineData("64:ff9b::a9fe:a9fe", "Never")]
    [InlineData("2002:7f00:1::", "Never")]
    [InlineData("0.0.0.0", "Never")]
    [InlineData("::", "Never")]
    [InlineData("224.0.0.1", "Never")]
    [InlineData("255.255.255.255", "Never")]
    public void Addresses_are_known_for_where_they_lead(string address, string reach) =>
        Assert.Equal(reach, WebhookAddress.ReachOf(IPAddress.Parse(address)).ToString());

    [Theory]
    [InlineData("https://hooks.slack.com/services/T0/B0/x", true)]
    [InlineData(" https://hooks.slack.com/services/T0/B0/x ", true)]
    [InlineData("http://127.0.0.1:8065/hooks/x", true)]
    [InlineData("http://localhost/hooks/x", true)]
    [InlineData("http://hooks.slack.com/services/x", false)]
    [InlineData("https://user:secret@hooks.example/x", false)]
    [InlineData("ftp://hooks.example/x", false)]
    [InlineData("hooks.example/x", false)]
    [InlineData("", false)]
    public void An_address_must_be_https_except_on_this_machine(string text, bool isTaken)
    {
        var address = WebhookAddress.Read(text, out var problem);
        Assert.Equal((isTaken, !isTaken), (address is not null, problem is not null));
    }

    private async Task<DeliveryResult> PostAsync(Uri address, bool allowsPrivate = true)
    {
        using var client = NoticeHost.NewClient(_time, allowsPrivate);
        return await client.PostAsync(address, "{}", Token);
    }
}
