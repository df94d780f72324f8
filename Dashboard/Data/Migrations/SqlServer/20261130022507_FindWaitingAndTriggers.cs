using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class FindWaitingAndTriggers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_Emails_Trigger_CreatedAt_Id",
                table: "Emails",
                columns: new[] { "Trigger", "CreatedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Connections_Awaiting",
                table: "Connections",
                columns: new[] { "Health", "Since", "Id" },
                filter: "[AwaitingVerification] = 1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Emails_Trigger_CreatedAt_Id",
                table: "Emails");

            migrationBuilder.DropIndex(
                name: "IX_Connections_Awaiting",
                table: "Connections");
        }
    }
}
