namespace SignalingHost.Tests.Rest;

/// <summary>Tenants, what they have bought, and the rooms that come with it.</summary>
public sealed class ResourcesTests
{
    private static readonly long NextYear = DateTimeOffset.UtcNow.AddYears(1).ToUnixTimeMilliseconds();

    private ApiServer _server = null!;
    private string _tenant = "";
    private string _admin = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = await ApiServer.StartAsync("--Http:PublicAddress=https://meet.example.org/");
        var added = await _server.PostAsync("/v1/usg/dcs/sp/corp", _server.Admin, new
        {
            basicInfo = new { name = "University", phone = "+8675500000000", country = "chinaPR" },
            adminInfo = new { account = "dean", name = "Dean", pwd = "Some-Pass-1" },
            resInfo = new { resource = new object[] { new { type = "CONF_CALL", count = 200, expireDate = NextYear }, new { type = "VMR", typeId = "vmr_50", count = 3, expireDate = NextYear } } },
        });
        Check("add_corp", added);
        _tenant = added.Json.GetProperty("value").GetString()!;
        _admin = await _server.LoginAsync("dean", "Some-Pass-1");
    }

    [OneTimeTearDown]
    public void Stop() => _server?.Dispose();

    [Test]
    public async Task A_tenant_has_what_it_has_bought()
    {
        Check("show_corp_basic_info", await _server.GetAsync("/v1/usg/dcs/corp", _admin));
        var resource = await _server.GetAsync("/v1/usg/dcs/corp/resource", _admin);
        Check("show_corp_resource", resource);
        var list = await _server.GetAsync("/v1/usg/dcs/corp/resource-list?type=VMR", _admin);
        Check("search_corp_resources", list);

        Assert.That(resource.Json.GetProperty("confCallCount").GetProperty("sumCount").GetInt32(), Is.EqualTo(200));
        Assert.That(list.Json.GetProperty("data")[0].GetProperty("count").GetInt32(), Is.EqualTo(3));
    }

    [Test]
    public async Task A_tenant_that_has_bought_no_seats_is_on_the_free_tier()
    {
        await _server.PostAsync("/v1/usg/dcs/sp/corp", _server.Admin, new { basicInfo = new { name = "Club" }, adminInfo = new { account = "club", name = "Club", pwd = "Some-Pass-1" } });
        var token = await _server.LoginAsync("club", "Some-Pass-1");

        var resource = await _server.GetAsync("/v1/usg/dcs/corp/resource", token);

        Assert.That((resource.Json.GetProperty("confCallCount").GetProperty("sumCount").GetInt32(), resource.Json.GetProperty("confLength").GetInt32()), Is.EqualTo((25, 45)));
        Assert.That((await _server.GetAsync("/v1/usg/dcs/corp", token)).Json.GetProperty("corpType").GetInt32(), Is.EqualTo(5));
    }

    [Test]
    public async Task The_operator_gives_changes_and_takes_and_all_of_it_is_in_the_record()
    {
        var path = $"/v1/usg/dcs/sp/corp/{_tenant}/resource";
        Check("add_resource", await _server.PostAsync(path, _server.Admin, new[] { new { type = "SOFT", count = 5, expireDate = NextYear } }));
        var list = await _server.GetAsync($"{path}?type=SOFT", _server.Admin);
        Check("search_resource", list);
        var id = list.Json.GetProperty("data")[0].GetProperty("id").GetString()!;
        Check("update_resource", await _server.PutAsync(path, _server.Admin, new[] { new { id, isDisabled = true } }));
        Assert.That((await _server.PostAsync("/v1/usg/dcs/corp/member", _admin, new { name = "One too many", account = "too-many" })).Outcome, Is.EqualTo("400 USG.201040005"));
        Check("delete_resource", await _server.PostAsync($"{path}/delete", _server.Admin, new[] { id }));
        var record = await _server.GetAsync($"/v1/usg/dcs/sp/corp/{_tenant}/resource-record?type=SOFT&startOperateDate={NextYear}&endOperateDate=0", _server.Admin);
        Check("search_resource_op_record", record);

        Assert.That(record.Json.GetProperty("count").GetInt32(), Is.EqualTo(3));
        Assert.That((await _server.PostAsync(path, _server.Admin, new[] { new { type = "VMR", typeId = "vmr_7", count = 1, expireDate = NextYear } })).Outcome, Is.EqualTo("400 USG.200000003"));
        Check("show_sp_resource", await _server.GetAsync("/v1/usg/dcs/sp/resource", _server.Admin));
    }

    [Test]
    public async Task Tenants_are_listed_changed_and_taken_away_with_all_they_have()
    {
        var id = (await _server.PostAsync("/v1/usg/dcs/sp/corp", _server.Admin, new { basicInfo = new { name = "Brief" }, adminInfo = new { account = "brief", name = "Brief", pwd = "Some-Pass-1" } })).Json.GetProperty("value").GetString();
        var token = await _server.LoginAsync("brief", "Some-Pass-1");
        Check("search_corp", await _server.GetAsync("/v1/usg/dcs/sp/corp?searchKey=brief", _server.Admin));
        Check("update_corp", await _server.PutAsync($"/v1/usg/dcs/sp/corp/{id}", _server.Admin, new { basicInfo = new { name = "Briefer" }, adminInfo = new { email = "b@example.org" } }));
        var shown = await _server.GetAsync($"/v1/usg/dcs/sp/corp/{id}", _server.Admin);
        Check("show_corp", shown);

        Assert.That((shown.Json.GetProperty("basicInfo").GetProperty("name").GetString(), shown.Json.GetProperty("adminInfo").GetProperty("email").GetString()), Is.EqualTo(("Briefer", "b@example.org")));
        Assert.That((await _server.PutAsync($"/v1/usg/dcs/sp/corp/{id}", _server.Admin, new { basicInfo = new { name = "University" } })).Outcome, Is.EqualTo("400 USG.200000003"));
        Assert.That((await _server.PostAsync("/v1/usg/dcs/sp/corp", _server.Admin, new { basicInfo = new { name = "Twin" }, adminInfo = new { account = "brief", name = "B", pwd = "Some-Pass-1" } })).Outcome, Is.EqualTo("400 USG.201040001"));
        Assert.That((await _server.GetAsync("/v1/usg/dcs/sp/corp?searchKey=Twin", _server.Admin)).Json.GetProperty("count").GetInt32(), Is.Zero, "nothing may stay of a corporation that was refused");
        Check("delete_corp", await _server.DeleteAsync($"/v1/usg/dcs/sp/corp/{id}", _server.Admin));
        Assert.That((await _server.GetAsync("/v1/usg/dcs/member", token)).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task A_room_is_given_used_changed_and_taken_back_with_other_passwords()
    {
        await _server.PostAsync("/v1/usg/dcs/corp/member", _admin, new { name = "Holder", account = "holder", pwd = "Some-Pass-1" });
        var token = await _server.LoginAsync("holder", "Some-Pass-1");
        var free = await _server.GetAsync("/v1/usg/dcs/corp/vmr?status=2", _admin);
        Check("search_corp_vmr", free);
        var id = free.Json.GetProperty("data")[0].GetProperty("id").GetString()!;

        Check("associate_vmr", await _server.PostAsync("/v1/usg/dcs/corp/vmr/assign-to-member/holder", _admin, new[] { id }));
        Assert.That((await _server.PostAsync("/v1/usg/dcs/corp/vmr/assign-to-member/dean", _admin, new[] { id })).Outcome, Is.EqualTo("400 MMC.111071061"), "a room has one holder");
        var own = await _server.GetAsync("/v1/usg/dcs/member/vmr?specialVmr=true", token);
        Check("search_member_vmr", own);
        var room = own.Json.GetProperty("data")[0];
        var number = room.GetProperty("vmrId").GetString();
        Assert.That(room.GetProperty("chairJoinUrl").GetString(), Does.Match($"^https://meet\\.example\\.org/#/j/{number}/[0-9a-f]{{48}}$"));
        Assert.That((await _server.GetAsync("/v1/usg/dcs/member/vmr?specialVmr=false", token)).Json.GetProperty("data")[0].GetProperty("vmrMode").GetInt32(), Is.Zero);

        Check("update_member_vmr", await _server.PutAsync($"/v1/usg/dcs/member/vmr/{id}", token, new { vmrName = "Seminar", gustPwd = "", chairPwd = "123456" }));
        Assert.That((await _server.PutAsync($"/v1/usg/dcs/member/vmr/{id}", token, new { gustPwd = "123456" })).Outcome, Is.EqualTo("400 MMC.111071105"));
        Assert.That((await _server.PutAsync($"/v1/usg/dcs/member/vmr/{id}", token, new { gustPwd = "12x4" })).Outcome, Is.EqualTo("400 MMC.111071080"));
        Assert.That((await _server.PutAsync($"/v1/usg/dcs/member/vmr/{id}", _admin, new { vmrName = "Mine" })).Outcome, Is.EqualTo("400 MMC.111071063"));
        Assert.That((await _server.PostAsync("/v1/usg/dcs/corp/vmr/delete", _admin, new[] { id })).Status, Is.EqualTo(400), "somebody holds it");

        Check("disassociate_vmr", await _server.PostAsync("/v1/usg/dcs/corp/vmr/recycle-from-member/holder", _admin, new[] { id }));
        Assert.That((await _server.GetAsync("/v1/usg/dcs/member/vmr?specialVmr=true", token)).Json.GetProperty("count").GetInt32(), Is.Zero);
        Check("delete_corp_vmr", await _server.PostAsync("/v1/usg/dcs/corp/vmr/delete", _admin, new[] { id }));
    }

    [Test]
    public async Task One_room_that_cannot_be_given_stops_all_of_one_request()
    {
        var rooms = (await _server.GetAsync("/v1/usg/dcs/corp/vmr?status=2", _admin)).Json.GetProperty("data").EnumerateArray().Select(room => room.GetProperty("id").GetString()!).ToArray();

        Assert.That((await _server.PostAsync("/v1/usg/dcs/corp/vmr/assign-to-member/dean", _admin, new[] { rooms[0], "no-such-room" })).Outcome, Is.EqualTo("400 MMC.111070006"));
        Assert.That((await _server.GetAsync("/v1/usg/dcs/member/vmr?specialVmr=true", _admin)).Json.GetProperty("count").GetInt32(), Is.Zero);
    }

    private static void Check(string operation, ApiAnswer answer) => Assert.That(ApiDescription.Complaints(operation, answer), Is.Empty);
}
