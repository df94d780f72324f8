using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Dashboard.Benchmarks;

/// <summary>
/// The upper bound for webhooks: bare Kestrel, an HMAC over the bytes as sent, and one insert of the event, answered after
/// its commit. It has the file settings of the product, but knows no connections, health, episodes or screens.
/// </summary>
internal static class PrototypeServer
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes(SignedLoad.ConsumerKey);
    private static readonly byte[] Accepted = """{"received":true,"duplicate":false}"""u8.ToArray();
    private static readonly byte[] Repeated = """{"received":true,"duplicate":true}"""u8.ToArray();

    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        await using var app = builder.Build();
        await using var writer = new PrototypeWriter(builder.Configuration.GetConnectionString("Dashboard")!);
        app.Run(context =>
            HttpMethods.IsPost(context.Request.Method) ? HandleAsync(context, writer) : Task.CompletedTask
        );
        await app.RunAsync();
    }

    private static async Task HandleAsync(HttpContext context, PrototypeWriter writer)
    {
        var body = await ReadAsync(context.Request);
        if (!IsSigned(body, context.Request.Headers["Signature"]) || WebhookIdOf(body) is not { } id)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        var answer = await writer.WriteAsync(id, body) ? Accepted : Repeated;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer);
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync();
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool IsSigned(byte[] body, string? signature)
    {
        Span<byte> sent = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Key, body, expected);
        return signature is not null
            && Convert.TryFromBase64String(signature, sent, out var length)
            && length == sent.Length
            && CryptographicOperations.FixedTimeEquals(sent, expected);
    }

    private static string? WebhookIdOf(byte[] body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("webhookId"u8))
                continue;
            reader.Read();
            return reader.GetString();
        }
        return null;
    }
}
